// Reads a trace (xtask/yardstick/src/trace documents the format) into typed arrays: no object for an event. It runs in
// the worker; what asks the arrays questions runs in the page as well.
(function (root) {
    'use strict';

    const VERSION = 2;
    const MAGIC = 'YRDTRACE';
    const AGAIN = 'press “Show my memory” to record it again.';
    // Addresses that nothing used are skipped where there are more of them than this, in bytes: a page.
    const GAP = 4096;
    // How many values one value of the next level stands for.
    const FAN = 4;
    const NEVER = 0xffffffff;
    // So many lives in a row are passed over at once when all of them have ended.
    const GROUP = 256;

    const refuse = what => new Error(`${what}: ${AGAIN}`);

    class Reader {
        constructor(buffer) {
            this.bytes = new Uint8Array(buffer);
            this.at = 0;
        }

        get left() {
            return this.bytes.length - this.at;
        }

        // Multiplies instead of shifting: numbers are exact up to 53 bits, and bits are operated on in 32.
        number() {
            let value = 0;
            for (let scale = 1; this.at < this.bytes.length; scale *= 128) {
                const byte = this.bytes[this.at];
                this.at += 1;
                value += (byte & 127) * scale;
                if (value > Number.MAX_SAFE_INTEGER) {
                    break;
                }
                if (byte < 128) {
                    return value;
                }
            }
            throw refuse('The trace is damaged');
        }

        difference() {
            const coded = this.number();
            return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
        }

        text() {
            const length = this.number();
            if (length > this.left) {
                throw refuse('The trace is damaged');
            }
            this.at += length;
            return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
        }
    }

    function read(buffer) {
        const reader = new Reader(buffer);
        if (reader.left <= MAGIC.length || String.fromCharCode(...reader.bytes.subarray(0, MAGIC.length)) !== MAGIC) {
            throw refuse('This is not a trace');
        }
        reader.at = MAGIC.length;
        if (reader.number() !== VERSION) {
            throw refuse('The trace was recorded by another version of the workbook');
        }
        const sides = [];
        for (let left = reader.number(); left > 0; left -= 1) {
            const end = reader.number() + reader.at;
            const side = readSide(reader);
            if (reader.at !== end) {
                throw refuse('The trace is damaged');
            }
            sides.push(side);
        }
        if (reader.left > 0 || sides.length !== 2) {
            throw refuse('The trace is damaged');
        }
        return sides;
    }

    // One side. An event either begins the life of a block, or ends one, or, as a reallocation, both.
    function readSide(reader) {
        const label = reader.text();
        const [n, dropped, chunks, bytes, peak, start] = Array.from({ length: 6 }, () => reader.number());
        const sites = [];
        for (let left = reader.number(); left > 0; left -= 1) {
            sites.push({ place: reader.text(), text: reader.text() });
        }
        // An event takes two bytes at least: more events than that are a mistake, for which no memory is reserved.
        if (n > reader.left / 2) {
            throw refuse('The trace is damaged');
        }
        const side = {
            label, n, dropped, chunks, bytes, peak, sites,
            // By event: its kind, and the life that it begins or ends (-1: of a block from before).
            kind: new Uint8Array(n), life: new Int32Array(n),
            // After so many events: calls to allocate, and live bytes.
            calls: new Uint32Array(n + 1), live: new Float64Array(n + 1),
            // By life: the number of events after which it is there, and after which it is gone; its address and size.
            born: new Uint32Array(n), dies: new Uint32Array(n).fill(NEVER), at: new Float64Array(n), size: new Float64Array(n),
            // Its line of source (0: none), whether it is a chunk, and the life that a reallocation continues (-1: none).
            site: new Uint16Array(n), chunk: new Uint8Array(n), before: new Int32Array(n).fill(-1),
        };
        readEvents(reader, side, start);
        Object.assign(side, withoutGaps(side), pyramid(side.live), { over: groups(side.dies) });
        return side;
    }

    function readEvents(reader, side, start) {
        const { n, kind, life, calls, live, born, dies, at, size, site, chunk, before } = side;
        const there = new Map();
        let here = start;
        let lives = 0;
        let bytes = 0;

        function begin(event, isChunk) {
            at[lives] = here;
            size[lives] = reader.number();
            site[lives] = Math.min(reader.number(), side.sites.length);
            chunk[lives] = isChunk;
            born[lives] = event + 1;
            bytes += size[lives];
            there.set(here, lives);
            life[event] = lives;
            lives += 1;
        }

        // The size of a block from before the section is in the trace, that of others is known.
        function end(event, isOutside) {
            const old = isOutside ? -1 : there.get(here);
            if (old === undefined) {
                throw refuse('The trace is damaged');
            }
            there.delete(here);
            bytes -= isOutside ? reader.number() : size[old];
            if (old >= 0) {
                dies[old] = event + 1;
            }
            return old;
        }

        for (let event = 0; event < n; event += 1) {
            const head = reader.number();
            const isOutside = (head & 4) !== 0;
            kind[event] = head & 3;
            here += reader.difference();
            calls[event + 1] = calls[event] + (kind[event] < 2 ? 1 : 0);
            if (kind[event] === 0) {
                begin(event, (head & 8) !== 0);
            } else if (kind[event] === 1) {
                const old = end(event, isOutside);
                here += reader.difference();
                before[lives] = old;
                begin(event, old >= 0 && chunk[old] === 1);
            } else {
                life[event] = end(event, isOutside);
            }
            live[event + 1] = bytes;
        }
        side.lives = lives;
        for (const name of ['born', 'dies', 'at', 'size', 'site', 'chunk', 'before']) {
            side[name] = side[name].slice(0, lives);
        }
    }

    // Where each life is on an axis of addresses that skips what nothing uses, and how long that axis is.
    function withoutGaps({ lives, at, size }) {
        const ends = new Map();
        for (let life = 0; life < lives; life += 1) {
            ends.set(at[life], Math.max(ends.get(at[life]) || 0, at[life] + size[life]));
        }
        const starts = Float64Array.from(ends.keys()).sort();
        // The starts of what is in use, and by how much each is moved towards the start of the axis.
        const regions = [];
        const moves = [];
        let end = 0;
        let moved = 0;
        for (const start of starts) {
            if (regions.length === 0 || start - end > GAP) {
                moved += start - end;
                regions.push(start);
                moves.push(moved);
            }
            end = Math.max(end, ends.get(start));
        }
        const place = new Float64Array(lives);
        for (let life = 0; life < lives; life += 1) {
            let low = 0;
            for (let high = regions.length; high - low > 1;) {
                const middle = (low + high) >> 1;
                [low, high] = regions[middle] <= at[life] ? [middle, high] : [low, middle];
            }
            place[life] = at[life] - moves[low];
        }
        return { place, span: end - moved, regions: regions.length };
    }

    // For each group of lives, the number of events after which all of them are over.
    function groups(dies) {
        const over = new Uint32Array(Math.ceil(dies.length / GROUP));
        dies.forEach((events, life) => {
            const group = Math.floor(life / GROUP);
            over[group] = Math.max(over[group], events);
        });
        return over;
    }

    // The lowest and highest of each 4 values, of each 16, and so on: a column of the picture is drawn from few of them.
    function pyramid(values) {
        const lows = [values];
        const highs = [values];
        for (let length = values.length; length > 1;) {
            const [low, high] = [lows[lows.length - 1], highs[highs.length - 1]];
            const upper = Math.ceil(length / FAN);
            const [nextLow, nextHigh] = [new Float64Array(upper), new Float64Array(upper)];
            for (let group = 0; group < upper; group += 1) {
                let [least, most] = [Infinity, -Infinity];
                for (let at = group * FAN; at < Math.min(length, group * FAN + FAN); at += 1) {
                    least = Math.min(least, low[at]);
                    most = Math.max(most, high[at]);
                }
                nextLow[group] = least;
                nextHigh[group] = most;
            }
            lows.push(nextLow);
            highs.push(nextHigh);
            length = upper;
        }
        return { lows, highs };
    }

    // The lowest and highest live bytes after `from` events, and more, and before `to`; into `extremes`.
    function range({ lows, highs }, from, to, extremes) {
        let [least, most] = [Infinity, -Infinity];
        for (let level = 0; from < to; level += 1) {
            const [low, high] = [lows[level], highs[level]];
            for (; from < to && from % FAN > 0; from += 1) {
                least = Math.min(least, low[from]);
                most = Math.max(most, high[from]);
            }
            for (; from < to && to % FAN > 0;) {
                to -= 1;
                least = Math.min(least, low[to]);
                most = Math.max(most, high[to]);
            }
            from /= FAN;
            to /= FAN;
        }
        extremes[0] = least;
        extremes[1] = most;
    }

    // All that a worker hands over instead of copying it.
    function buffers(side) {
        const arrays = Object.values(side).filter(ArrayBuffer.isView);
        const levels = [...side.lows.slice(1), ...side.highs.slice(1)];
        return [...arrays, ...levels].map(array => array.buffer);
    }

    root.ReplayModel = { read, range, buffers, NEVER, GROUP };
})(globalThis);
