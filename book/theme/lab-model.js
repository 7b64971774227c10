// The lab where the compiled arena cannot be had: the commands that the model in bump-model.js can follow, with its figures
// of a 64-bit target, in the words of `cargo xtask lab`. It is loaded only then. A test compares it with that lab.
(function () {
    'use strict';

    const FOOTER = 48;
    const MAX_CELLS = 72;
    const TYPES = { u8: 1, u16: 2, u32: 4, u64: 8, u128: 16 };
    // A model that counts single bytes should not count many.
    const MAX_BYTES = 64 * 1024 * 1024;
    const MAX_COUNT = 10000;

    const SPACE = '\u{a0}';
    const grouped = n => window.Arena.grouped(n, SPACE);
    const bytes = n => `${grouped(n)}${SPACE}B`;
    const counted = (n, what) => `${grouped(n)}${SPACE}${what}${n === 1 ? '' : 's'}`;

    const TABLE = [
        ['alloc SIZE [ALIGN [COUNT]]', 'raw memory: alloc 24 8, or 100 times: alloc 24 8 100'],
        ['str TEXT', 'a copy of the text: str hello'],
        ['vec NAME TYPE [CAPACITY]', 'a vector that lives in the arena: vec v u32'],
        ['push NAME [COUNT]', 'numbers into a vector: push v 100'],
        ['drop NAME', 'drop a vector before the arena is dropped'],
        ['show', 'draw the chunks: values, finger, padding, what is left behind'],
        ['chunks', 'the chunks as a table'],
        ['reset', 'forget all values, and keep the current chunk'],
        ['new [CAPACITY]', 'another arena; with a capacity: new 64K'],
        ['help', 'this list'],
    ];

    class Mistake extends Error {}

    function size(word) {
        const [, digits, unit] = /^(\d+)([kKmM]?)$/.exec(word) || [];
        if (digits === undefined) {
            throw new Mistake(`\`${word}\` is not a size; write 24, 64K or 1M`);
        }
        const n = Number(digits) * { '': 1, k: 1024, m: 1024 * 1024 }[unit.toLowerCase()];
        if (n > MAX_BYTES) {
            throw new Mistake(`${word} is more than the lab has room for (64M)`);
        }
        return n;
    }

    function number(word) {
        if (!/^\d+$/.test(word)) {
            throw new Mistake(`\`${word}\` is not a number`);
        }
        if (Number(word) > MAX_COUNT) {
            throw new Mistake(`${word} is more than this model does at once (${MAX_COUNT})`);
        }
        return Number(word);
    }

    class LabModel {
        constructor() {
            this.state = 'line';
            this.heap = { calls: 0, bytes: 0, frees: 0 };
            this.start(0);
        }

        start(capacity) {
            this.arena = new window.BumpModel(capacity);
            this.vectors = new Map();
            this.spans = [];
            this.known = [];
            this.note();
        }

        // Counts the chunks that the arena has asked for since the last time; returns their sizes.
        note() {
            const fresh = this.arena.chunks.filter(chunk => !this.known.includes(chunk));
            const sizes = fresh.map(chunk => chunk.usable + FOOTER);
            this.known.push(...fresh);
            this.heap.calls += fresh.length;
            this.heap.bytes += sizes.reduce((sum, n) => sum + n, 0);
            return sizes;
        }

        line(text, width) {
            const [word, ...words] = text.trim().split(/\s+/);
            const commands = {
                alloc: [1, 3, () => this.alloc(...words)],
                str: [1, Infinity, () => this.str(text.trim().slice(3).trim())],
                vec: [2, 3, () => this.vec(...words)],
                push: [1, 2, () => this.push(...words)],
                drop: [1, 1, () => this.drop(...words)],
                show: [0, 0, () => this.show(width)],
                chunks: [0, 0, () => this.chunks()],
                reset: [0, 0, () => this.reset()],
                new: [0, 1, () => this.anew(...words)],
                help: [0, Infinity, () => [lines(TABLE.map(([form, what]) => `  ${form.padEnd(27)}${what}`).join('\n'))]],
            };
            if (word === '' || word.startsWith('#')) {
                return [];
            }
            try {
                const command = Object.hasOwn(commands, word) ? commands[word] : null;
                if (!command) {
                    throw new Mistake(['tour', 'limit', 'quit'].includes(word)
                        ? `\`${word}\` needs the compiled arena`
                        : `there is no command \`${word}\`; \`help\` lists them`);
                }
                const [least, most, work] = command;
                if (words.length < least || words.length > most) {
                    const [form, what] = TABLE.find(([form]) => form.split(' ')[0] === word);
                    throw new Mistake(`usage: \`${form}\`: ${what}`);
                }
                return work();
            } catch (error) {
                if (error instanceof Mistake) {
                    return [{ kind: 'mistake', text: error.message }];
                }
                throw error;
            }
        }

        place(place, letter) {
            this.spans.push({ chunk: place.chunk, at: place.at, size: place.size, letter });
        }

        alloc(sizeWord, alignWord = '1', countWord = '1') {
            const [n, align] = [size(sizeWord), size(alignWord)];
            if (align > 4096 || !Number.isInteger(Math.log2(align))) {
                throw new Mistake(`an alignment is a power of two, at most 4096 here; ${align} is not`);
            }
            if (align > 16) {
                throw new Mistake('an alignment over 16 needs the compiled arena');
            }
            const count = number(countWord);
            if (n === 0) {
                return [answer('0 B take no memory: the finger does not move.')];
            }
            const places = [];
            for (let done = 0; done < count; done += 1) {
                const place = this.arena.alloc(n, align);
                this.place(place, 'a');
                places.push(place);
            }
            return [answer(this.steps(count === 1 ? bytes(n) : `${counted(count, 'block')} of ${bytes(n)}`, places))];
        }

        str(text) {
            const place = this.arena.alloc(new TextEncoder().encode(text).length, 1);
            this.place(place, 's');
            return [answer(this.steps(`${bytes(place.size)} of text`, [place]))];
        }

        steps(what, places) {
            if (places.length === 0) {
                return `${what}: that takes no memory.`;
            }
            const padding = places.reduce((sum, place) => sum + place.padding, 0);
            const chunk = this.arena.chunks.length;
            return `${what} at byte ${places.at(-1).at} of chunk ${chunk}, where the finger is now`
                + `${padding > 0 ? `, after ${bytes(padding)} of padding` : ''}; ${bytes(this.arena.free)} are free below it.${this.asked()}`;
        }

        // The chunks that were asked for on the way.
        asked() {
            const sizes = this.note();
            if (sizes.length === 0) {
                return '';
            }
            if (sizes.length > 1) {
                return `\nOn the way, the global allocator was asked for ${sizes.length} chunks: ${sizes.map(bytes).join(', ')}.`;
            }
            const why = this.arena.chunks.length === 1 ? 'The arena had no chunk yet' : 'There was no room for it';
            return `\n${why}: the global allocator was asked for a chunk of ${bytes(sizes[0])}, of which `
                + `${bytes(this.arena.current.usable)} are usable.`;
        }

        vec(name, type, capacityWord = '0') {
            if (!/^[A-Za-z]/.test(name)) {
                throw new Mistake(`a vector's name starts with a letter; \`${name}\` does not`);
            }
            if (!Object.hasOwn(TYPES, type)) {
                throw new Mistake(`there is no type \`${type}\` here; the types are ${Object.keys(TYPES).join(', ')}`);
            }
            const capacity = number(capacityWord);
            if (this.vectors.has(name)) {
                throw new Mistake(`there is already a vector \`${name}\`; \`drop ${name}\` drops it`);
            }
            const vector = new window.VecModel(this.arena, TYPES[type], TYPES[type]);
            this.vectors.set(name, Object.assign(vector, { type }));
            if (capacity === 0) {
                return [answer(`${name} is an empty Vec<${type}>: it allocates at the first push.`)];
            }
            vector.reserveExact(capacity);
            this.place(vector.buffer, name[0]);
            const room = this.steps(bytes(vector.buffer.size), [{ ...vector.buffer, padding: 0 }]);
            return [answer(`${name} is an empty Vec<${type}> with room for ${capacity}: ${room}`)];
        }

        find(name) {
            const vector = this.vectors.get(name);
            if (!vector) {
                throw new Mistake(`there is no vector \`${name}\`; make one with \`vec ${name} u32\``);
            }
            return vector;
        }

        push(name, countWord = '1') {
            const vector = this.find(name);
            const [inPlace, givenUp] = [[], []];
            for (let left = number(countWord); left > 0; left -= 1) {
                const old = vector.buffer && { ...vector.buffer };
                const length = vector.length;
                vector.push();
                const now = vector.buffer;
                if (old && now.chunk === old.chunk && now.at === old.at && now.size === old.size) {
                    continue;
                }
                this.moved(old, now);
                this.place(now, name[0]);
                if (old && now.chunk === old.chunk && now.at <= old.at && old.at < now.at + now.size) {
                    inPlace.push([length, old.at - now.at]);
                } else if (old) {
                    givenUp.push(bytes(old.size));
                }
            }
            const size = vector.buffer?.size ?? 0;
            let text = `${name} holds ${vector.length} ${vector.type}, and has room for ${vector.capacity} (${bytes(size)}).`;
            if (inPlace.length > 0) {
                const by = bytes(inPlace.reduce((sum, [, moved]) => sum + moved, 0));
                text += `\nIt grew in place ${counted(inPlace.length, 'time')}, as the last allocation: ` + (inPlace.length === 1
                    ? `its start moved down by ${by}, and its ${counted(inPlace[0][0], 'element')} with it.`
                    : `its start moved down each time, by ${by} in all, and its elements with it.`);
            }
            if (givenUp.length > 0) {
                text += `\nIt moved ${counted(givenUp.length, 'time')}, and left its old buffer${givenUp.length === 1 ? '' : 's'} behind: `
                    + `${givenUp.join(', ')}.`;
            }
            return [answer(text + this.asked())];
        }

        // A buffer moved, or was dropped: what is not covered by the new one is left behind.
        moved(old, now) {
            const span = old && this.spans.find(({ chunk, at, size }) => chunk === old.chunk && at === old.at && size === old.size);
            if (!span) {
                return;
            }
            // What is left behind is the newest that is known of these bytes.
            this.spans.splice(this.spans.indexOf(span), 1);
            const isCovered = now && now.chunk === old.chunk && now.at <= old.at && old.at + old.size <= now.at + now.size;
            if (!isCovered) {
                this.spans.push({ ...span, letter: null });
            }
        }

        drop(name) {
            const vector = this.find(name);
            const { buffer } = vector;
            const before = this.arena.free;
            this.vectors.delete(name);
            vector.drop();
            this.moved(buffer, null);
            const gained = this.arena.free - before;
            // What is below the finger is free again.
            const { current } = this.arena;
            this.spans = this.spans.filter(span => span.chunk !== current || span.at >= current.finger);
            if (!buffer) {
                return [answer(`${name} is dropped; it had no buffer.`)];
            }
            return [answer(gained === 0
                ? `${name} is dropped. Its ${bytes(buffer.size)} are left behind until the arena is reset: it was not the last allocation.`
                : `${name} is dropped. It was the last allocation, so the finger moved back by ${bytes(gained)}.`)];
        }

        // What needs the arena for itself drops the vectors first.
        dropVectors() {
            const names = [...this.vectors.keys()].sort();
            this.vectors.clear();
            return names.length === 0 ? [] : [answer(`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} dropped first: a vector `
                + 'borrows the arena, and this takes `&mut`.')];
        }

        reset() {
            const said = this.dropVectors();
            const { chunks, current } = this.arena;
            if (!current) {
                return [...said, answer('There is no chunk yet: nothing to reset.')];
            }
            const n = chunks.length;
            const freed = chunks.slice(0, -1).reduce((sum, chunk) => sum + chunk.usable + FOOTER, 0);
            this.heap.frees += n - 1;
            this.arena.reset();
            this.spans = [];
            return [...said, answer(`All values are forgotten at once. Of ${n} ${n === 1 ? 'chunk' : 'chunks'}, the current one is kept `
                + `(${bytes(this.arena.current.usable)}): the finger is back at its end. ` + (n === 1
                ? 'Nothing went back to the global allocator.'
                : `${bytes(freed)} went back to the global allocator, in ${counted(n - 1, 'call')}.`))];
        }

        anew(capacityWord) {
            const capacity = capacityWord === undefined ? 0 : size(capacityWord);
            const said = this.dropVectors();
            const { chunks, asked } = this.arena;
            if (chunks.length > 0) {
                this.heap.frees += chunks.length;
                said.push(answer(`The arena is dropped, and with it ${counted(chunks.length, 'chunk')}: ${bytes(asked)} went back to the `
                    + 'global allocator.'));
            }
            this.start(capacity);
            const { current } = this.arena;
            said.push(answer(current
                ? `A new arena, with a chunk: the global allocator was asked for ${bytes(current.usable + FOOTER)}, of which `
                    + `${bytes(current.usable)} are usable.`
                : 'A new arena. It has asked for nothing yet.'));
            return said;
        }

        heapUse() {
            const { calls, bytes: asked, frees } = this.heap;
            return answer(`The global allocator was asked for ${counted(calls, 'chunk')}, ${bytes(asked)} in total; ${frees} went back to it.`);
        }

        sums(chunk) {
            const of = isKind => this.spans.filter(span => span.chunk === chunk && isKind(span)).reduce((sum, span) => sum + span.size, 0);
            const [values, left] = [of(span => span.letter), of(span => !span.letter)];
            return { values, left, padding: chunk.usable - chunk.finger - values - left, free: chunk.finger };
        }

        chunks() {
            const { chunks } = this.arena;
            if (chunks.length === 0) {
                return [answer('There is no chunk: the arena is empty.'), this.heapUse()];
            }
            const rows = chunks.map((chunk, at) => {
                const { values, padding, left, free } = this.sums(chunk);
                return [at + 1, chunk.usable + FOOTER, FOOTER, values, padding, left, free].map(grouped);
            });
            const head = ['chunk', 'asked for', 'own footer', 'values', 'padding', 'left behind', 'free'];
            return [{ kind: 'table', rows: [head, ...rows] }, this.heapUse()];
        }

        show(width) {
            const { chunks } = this.arena;
            if (chunks.length === 0) {
                return this.chunks();
            }
            const hidden = Math.max(0, chunks.length - 8);
            const said = hidden > 0 ? [answer(`(${counted(hidden, 'older chunk')}: see \`chunks\`)\n`)] : [];
            chunks.slice(hidden).forEach((chunk, at) => said.push(...this.picture(chunk, hidden + at + 1, width)));
            const letters = [...new Set(this.spans.filter(span => span.letter).map(span => span.letter))].sort();
            const names = [['f', '.', ' free   '], ['g', '-', ' padding   '], ['l', 'x', ' left behind   '], ['u', '~', ' unused']];
            const values = letters.length > 0 ? [{ kind: 'v', text: letters.join(' ') }, plain(' values   ')] : [];
            said.push({ kind: 'lines', runs: [...values, ...names.flatMap(([kind, text, name]) => [{ kind, text }, plain(name)])] });
            return [...said, this.heapUse()];
        }

        picture(chunk, n, width) {
            const isCurrent = chunk === this.arena.current;
            const cells = Math.max(1, Math.min(chunk.usable, MAX_CELLS, Math.max(0, width - 2)));
            const address = at => Math.floor(at * chunk.usable / cells);
            const each = Math.floor(chunk.usable / cells);
            const per = chunk.usable % cells === 0 ? bytes(each) : `${each} or ${each + 1} B`;
            const spans = this.spans.filter(span => span.chunk === chunk);
            const runs = [plain('  ')];
            for (let at = 0; at < cells; at += 1) {
                const cell = mainUse(spans, chunk, isCurrent, address(at), address(at + 1));
                runs.at(-1).kind === cell.kind ? runs.at(-1).text += cell.text : runs.push(cell);
            }
            if (isCurrent) {
                const at = Math.floor(chunk.finger * cells / chunk.usable);
                runs.push(plain('\n  '), { kind: 'm', text: at > 12 ? 'finger ^'.padStart(at + 1) : `${' '.repeat(at)}^ finger` });
            }
            const { values, padding, left, free } = this.sums(chunk);
            return [
                answer(`chunk ${n}${isCurrent ? ', the current one' : ''}: ${bytes(chunk.usable)} usable; a character is ${per}`),
                { kind: 'drawing', runs },
                lines(`  values ${bytes(values)}, padding ${bytes(padding)}, left behind ${bytes(left)}, ${isCurrent ? 'free' : 'unused'} `
                    + `${bytes(free)}\n`),
            ];
        }
    }

    // What most bytes of a cell are used for; the later of two equal ones.
    function mainUse(spans, chunk, isCurrent, from, to) {
        const overlap = (a, b) => Math.max(0, Math.min(to, b) - Math.max(from, a));
        const counts = new Map([[isCurrent ? 'f.' : 'u~', overlap(0, chunk.finger)]]);
        for (const { at, size, letter } of spans) {
            const key = letter ? `v${letter}` : 'lx';
            const n = overlap(at, at + size);
            if (n > 0) {
                counts.set(key, (counts.get(key) || 0) + n);
            }
        }
        counts.set('g-', to - from - [...counts.values()].reduce((sum, n) => sum + n, 0));
        const [key] = [...counts].reduce((best, entry) => (entry[1] >= best[1] ? entry : best));
        return { kind: key[0], text: key.slice(1) };
    }

    const answer = text => ({ kind: 'answer', text });
    const plain = text => ({ kind: 'p', text });
    const lines = text => ({ kind: 'lines', runs: [plain(text)] });

    window.LabModel = LabModel;
})();
