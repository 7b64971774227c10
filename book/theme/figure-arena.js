// More figures of an arena: growth by doubling, and rounds with a reset. Only pages with one of them load this.
(function () {
    'use strict';

    const { BumpModel, VecModel } = window;
    const { grouped } = window.Arena;
    const { counted, piece, lane, drawing } = window.Arena.parts;
    const sum = numbers => numbers.reduce((total, number) => total + number, 0);

    // Two vectors of `u32` that get this many numbers each, alternately, and the bytes at the end of a chunk.
    function doubling(numbers) {
        const SHOWN = 256;
        const NUMBER = 4;
        const arena = new BumpModel(2 * SHOWN);
        const vectors = ['even', 'odd'].map(name => Object.assign(new VecModel(arena, NUMBER, NUMBER), { name }));
        const places = [];
        for (let n = 0; n < 2 * numbers; n += 1) {
            const vector = vectors[n % 2];
            const before = vector.capacity;
            vector.push();
            if (vector.capacity > before) {
                places.push({ vector, capacity: vector.capacity, depth: arena.current.usable - vector.buffer.at });
            }
        }
        const { depth: usedUp, capacity } = places[places.length - 1];
        const isNewest = ({ vector, capacity }) => vector.capacity === capacity;
        const pieces = [...places].reverse().flatMap(place => {
            const start = SHOWN - place.depth;
            const size = place.capacity * NUMBER;
            if (!isNewest(place)) {
                return [piece('left', start, size, size >= 16 ? `${size} B` : size >= 8 ? size : '')];
            }
            const used = numbers * NUMBER;
            return [piece('used', start, used, used >= 24 ? place.vector.name : ''),
                ...(used < size ? [piece('room', start + used, size - used)] : [])];
        });
        const room = 2 * capacity * NUMBER;
        const once = 2 * numbers * NUMBER;
        const left = places.filter(place => place.vector === vectors[0] && !isNewest(place)).map(place => place.capacity * NUMBER).reverse();
        const terms = left.length > 1 ? `places of ${left.join(' + ')} = ${sum(left)}` : `a place of ${left[0]}`;
        return drawing({
            lanes: [
                lane({
                    name: 'Two vectors that grow', note: `use up ${usedUp} bytes; ← the arena fills this way`, of: SHOWN, finger: SHOWN - usedUp, pieces,
                    groups: room < 64 ? [] : [piece('group', SHOWN - usedUp, room, `their room: ${room} bytes`),
                        piece('group', SHOWN - usedUp + room, usedUp - room, `left behind: ${usedUp - room} bytes`)],
                }),
                lane({
                    name: 'One place for both, of the right size', note: `uses up ${once} bytes`, of: SHOWN, finger: SHOWN - once,
                    pieces: [piece('way', 0, SHOWN - once, '← fills this way'),
                        piece('used', SHOWN - once, once, once >= 56 ? 'even, odd' : '')],
                    ticks: [0, 64, 128, 192, 256].map(at => [at, at === SHOWN ? '0 bytes' : String(SHOWN - at)]),
                }),
            ],
            facts: [['numbers', once], ['still empty', room - once], ['left behind', usedUp - room]]
                .map(([name, bytes]) => [name, `${grouped(bytes)} bytes`]),
            said: `Each vector has room for ${counted(capacity, 'number')}, ${capacity * NUMBER} bytes, and has left behind ${left.length === 0
                ? 'nothing yet.' : `${terms} bytes: ${NUMBER} bytes less than its room.`}`,
        });
    }

    // Five rounds in one arena; the third has this many records of 64 bytes.
    function history(large) {
        const arena = new BumpModel();
        const columns = new Map();
        let asked = 0;
        return [300, 300, large, 300, 300].map(records => {
            const calls = arena.calls;
            for (let n = 0; n < records; n += 1) {
                arena.alloc(64, 8);
            }
            const chunks = arena.chunks.map(chunk => {
                if (!columns.has(chunk)) {
                    columns.set(chunk, asked);
                    asked += chunk.usable;
                }
                return { column: columns.get(chunk), usable: chunk.usable, used: chunk.usable - chunk.finger };
            });
            arena.reset();
            return { chunks, calls: arena.calls - calls, kept: arena.current.usable };
        });
    }

    const width = rounds => Math.max(...rounds.flatMap(({ chunks }) => chunks.map(({ column, usable }) => column + usable)));

    // A column for each chunk; the narrow ones share one.
    function columnsOf(rounds, of) {
        const sizes = new Map(rounds.flatMap(({ chunks }) => chunks.map(({ column, usable }) => [column, usable])));
        const columns = [];
        for (const [at, size] of [...sizes].sort(([a], [b]) => a - b)) {
            const last = columns[columns.length - 1];
            if (last && size * 10 < of) {
                last.size += size;
                last.chunks += 1;
            } else {
                columns.push({ at, size, chunks: 1 });
            }
        }
        return columns;
    }

    function inColumn({ at, size }, chunks) {
        const here = chunks.filter(({ column }) => column >= at && column < at + size);
        if (here.length === 0) {
            return [];
        }
        const used = sum(here.map(chunk => chunk.used));
        const usable = sum(here.map(chunk => chunk.usable));
        const isKept = chunks[chunks.length - 1].column === at;
        return [...(used < usable ? [piece('room', at, usable - used)] : []),
            piece(isKept ? 'used' : 'freed', at + usable - used, used),
            ...(isKept ? [piece('kept', at, usable)] : [])];
    }

    function rounds(large) {
        const of = width(history(1500));
        const all = history(large);
        const columns = columnsOf(all, of);
        const note = ({ chunks, calls, kept }) => {
            const freed = chunks.length - 1;
            return `${calls === 0 ? 'no heap call' : counted(calls, 'heap call')}; its reset frees `
                + `${freed === 0 ? 'nothing' : counted(freed, 'chunk')}, keeps ${grouped(kept)} bytes`;
        };
        const [{ kept }] = all;
        const last = all[4];
        return drawing({
            lanes: [
                lane({
                    name: 'Chunks', of,
                    note: `usable bytes; ${grouped(kept)} is 16 KiB less ${16 * 1024 - kept} for its footer and the allocator`,
                    pieces: columns.map(({ at, size, chunks }) => piece('head', at, size, chunks === 1 ? grouped(size) : `${chunks} small: ${grouped(size)}`)),
                }),
                ...all.map((round, at) => lane({
                    name: `Round ${at + 1}`, note: note(round), of,
                    columns: [0, ...columns.map(({ at, size }) => at + size)],
                    pieces: columns.flatMap(column => inColumn(column, round.chunks)),
                })),
            ],
            said: `A round of 300 takes ${grouped(300 * 64)} bytes: more than the ${grouped(kept)} that the first reset keeps, so round 2 asks`
                + ` for a larger chunk. Round 3 takes ${grouped(large * 64)}. After it the arena keeps ${grouped(last.kept)} bytes. Rounds 4 and 5 use`
                + ` ${grouped(sum(last.chunks.map(({ used }) => used)))} of them, and ask the heap for`
                + ` ${last.calls + all[3].calls === 0 ? 'nothing' : 'more'}.`,
        });
    }

    Object.assign(window.Arena.drawings, { doubling, rounds });
})();
