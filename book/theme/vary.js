// The scenes that a reader can vary: numbers in a sentence, and the steps that models of an arena and of a heap make of
// them. `memory.js` draws these steps as it draws recorded ones.
(function () {
    'use strict';

    const { BumpModel, VecModel } = window;
    const { grouped } = window.Arena;

    const FOOTER = 48;
    // At most this many steps: one for each group of values.
    const STEPS = 12;
    const roundUp = (n, to) => Math.ceil(n / to) * to;
    const bytes = count => (count === 1 ? '1 byte' : `${grouped(count)} bytes`);

    // A heap that takes the first place that fits, with 8 bytes of its own before each block.
    class HeapModel {
        constructor() {
            this.taken = [];
        }

        alloc(size) {
            const room = Math.max(32, roundUp(size + 8, 16));
            let address = 0;
            let at = 0;
            while (at < this.taken.length && this.taken[at].address - address < room) {
                address = this.taken[at].address + this.taken[at].room;
                at += 1;
            }
            this.taken.splice(at, 0, { address, room });
            return address;
        }

        free(address) {
            this.taken.splice(this.taken.findIndex(block => block.address === address), 1);
        }
    }

    // One side: what it does to memory, as the events of a recorded scene.
    class Side {
        constructor() {
            this.heap = new HeapModel();
            this.events = [];
            this.count = { block: 0, chunk: 0, value: 0, arena: -1 };
            this.blocks = [];
            this.places = new Map();
        }

        take() {
            const { events } = this;
            this.events = [];
            return events;
        }

        block(name, size) {
            const address = this.heap.alloc(size);
            this.events.push({ is: 'block', block: this.count.block, name, address, size, align: 8 });
            this.blocks.push({ block: this.count.block, address });
            this.count.block += 1;
        }

        freeBlocks() {
            this.blocks.forEach(({ block, address }) => {
                this.heap.free(address);
                this.events.push({ is: 'free', block });
            });
            this.blocks = [];
        }

        newArena(capacity = 0) {
            this.arena = new BumpModel(capacity);
            this.count.arena += 1;
            this.noteChunk();
        }

        // The model may have got a chunk.
        noteChunk() {
            const chunk = this.arena.current;
            if (chunk && !this.places.has(chunk)) {
                const asked = chunk.usable + FOOTER;
                const place = { chunk: this.count.chunk, address: this.heap.alloc(asked) };
                this.count.chunk += 1;
                this.places.set(chunk, place);
                this.events.push({ is: 'chunk', ...place, arena: this.count.arena, usable: chunk.usable, asked });
            }
        }

        freeChunks(kept) {
            for (const [chunk, { chunk: number, address }] of this.places) {
                if (chunk !== kept) {
                    this.heap.free(address);
                    this.places.delete(chunk);
                    this.events.push({ is: 'free_chunk', chunk: number });
                }
            }
        }

        noteValue(name, { chunk, at, size, align, padding }) {
            this.noteChunk();
            const value = this.count.value;
            this.count.value += 1;
            this.events.push({ is: 'put', value, name, chunk: this.places.get(chunk).chunk, at, size, align, padding });
            return value;
        }

        put(name, size, align) {
            this.noteValue(name, this.arena.alloc(size, align));
        }

        // Works on a vector, which may grow.
        vector(vector, work) {
            const old = vector.model.buffer;
            work(vector.model);
            const now = vector.model.buffer;
            if (now && !old) {
                vector.value = this.noteValue(vector.name, now);
            } else if (now !== old) {
                this.noteChunk();
                const { chunk, at, size, inPlace } = now;
                this.events.push({ is: 'grow', value: vector.value, chunk: this.places.get(chunk).chunk, at, size, in_place: inPlace });
            }
        }

        reset() {
            const kept = this.arena.current;
            this.freeChunks(kept);
            this.arena.reset();
            this.events.push({ is: 'reset', chunk: this.places.get(kept).chunk });
        }
    }

    // Both sides, step by step.
    class Play {
        constructor() {
            this.sides = [new Side(), new Side()];
            this.steps = [];
        }

        // `of`: the recorded step whose lines of code did it.
        step(what, of, told = ['', '']) {
            this.steps.push({ what, told, of, events: this.sides.map(side => side.take()) });
        }
    }

    // Groups of 1 to `count`: [first, last].
    function groups(count, most) {
        const each = Math.ceil(count / most);
        return Array.from({ length: Math.ceil(count / each) }, (_, at) => [at * each + 1, Math.min((at + 1) * each, count)]);
    }

    const range = (first, last) => (first === last ? grouped(first) : `${grouped(first)} to ${grouped(last)}`);

    function nodes({ size, align, count, capacity }) {
        const play = new Play();
        const [left, right] = play.sides;
        const stride = roundUp(size, align);
        right.newArena(capacity);
        play.step('The arena', 0, ['', capacity > 0 ? `A chunk for at least ${bytes(capacity)}.` : 'Nothing is asked of the heap yet.']);
        for (const [first, last] of groups(count, STEPS)) {
            for (let n = first; n <= last; n += 1) {
                left.block(String(n), stride);
                right.put(String(n), stride, align);
            }
            const calls = last - first + 1;
            play.step(`Nodes ${range(first, last)}`, 2, [
                `${grouped(calls)} ${calls === 1 ? 'call' : 'calls'} to the heap, ${bytes(stride)} each.`,
                `${bytes(right.arena.free)} are left in the chunk.`]);
        }
        left.freeBlocks();
        right.freeChunks();
        play.step('All nodes and the arena are dropped', -1, [`${grouped(count)} blocks are freed, one by one.`, 'The chunks are freed.']);
        return play.steps;
    }

    function vectors({ vectors, length, item }) {
        const play = new Play();
        const all = play.sides.map((side, at) => {
            side.newArena();
            return Array.from({ length: vectors }, (_, number) => {
                const vector = { name: String.fromCharCode(97 + number), model: new VecModel(side.arena, item, item) };
                if (at === 1) {
                    side.vector(vector, model => model.reserveExact(length));
                }
                return vector;
            });
        });
        play.step('The empty vectors', 0, ['They have no memory yet.', `Each has room for ${grouped(length)} ${length === 1 ? 'item' : 'items'}.`]);
        for (const [first, last] of groups(length, STEPS)) {
            for (let n = first; n <= last; n += 1) {
                play.sides.forEach((side, at) => all[at].forEach(vector => side.vector(vector, model => model.push())));
            }
            play.step(`Item ${range(first, last)} of each vector`, 1, play.sides.map(side => `${bytes(side.arena.leftBehind)} are left behind so far.`));
        }
        play.sides.forEach(side => side.freeChunks());
        play.step('Both arenas are dropped', -1, ['The chunks are freed.', 'The chunks are freed.']);
        return play.steps;
    }

    function rounds({ rounds, count, size }) {
        const play = new Play();
        const [left, right] = play.sides;
        right.newArena();
        play.step('Before the first document', 0);
        for (let round = 1; round <= rounds; round += 1) {
            left.newArena();
            const before = left.count.chunk;
            const beforeRight = right.count.chunk;
            for (const [first, last] of groups(count, rounds > 4 ? 1 : 3)) {
                for (let n = first; n <= last; n += 1) {
                    left.put(`${round}.${n}`, size, 8);
                    right.put(`${round}.${n}`, size, 8);
                }
                const calls = side => (side === left ? left.count.chunk - before : right.count.chunk - beforeRight);
                play.step(`Document ${round}: node ${range(first, last)}`, 1, [left, right].map(side => `Calls to the heap for this document: ${calls(side)}.`));
            }
            left.freeChunks();
            right.reset();
            play.step(`Document ${round} is done`, 7, ['Its arena is dropped.', 'The arena is reset.']);
        }
        right.freeChunks();
        play.step('The arena that was kept is dropped', -1);
        return play.steps;
    }

    const field = (value, min, max, label) => ({ value, min, max, label });
    const choice = (value, options, label) => ({ value, options, label });

    // The sentence, with the fields between its parts.
    const KINDS = {
        nodes: {
            run: nodes,
            sentence: ['Drawn for ', 'count', ' nodes of ', 'size', ' bytes each, aligned to ', 'align', ', in an arena that starts with room for ', 'capacity',
                ({ capacity }) => (capacity === 0 ? ' bytes: it starts empty.' : ' bytes.')],
            fields: {
                count: field(23, 1, 2000, 'Number of nodes'),
                size: field(24, 1, 1024, 'Bytes of a node'),
                align: choice(8, [1, 2, 4, 8, 16], 'Alignment of a node'),
                capacity: field(0, 0, 65536, 'Initial capacity in bytes'),
            },
        },
        vectors: {
            run: vectors,
            sentence: ['Recorded as the code says. Or with ', 'vectors', ' vectors of ', 'length', ' items of ', 'item', ' bytes each, pushed alternately.'],
            fields: {
                vectors: field(2, 1, 8, 'Number of vectors'),
                length: field(9, 1, 2000, 'Items of each vector'),
                item: choice(8, [1, 2, 4, 8, 16], 'Bytes of an item'),
            },
        },
        rounds: {
            run: rounds,
            sentence: ['Drawn for ', 'rounds', ' documents of ', 'count', ' nodes, each of ', 'size', ' bytes.'],
            fields: {
                rounds: field(3, 1, 8, 'Number of documents'),
                count: field(6, 1, 200, 'Nodes of a document'),
                size: choice(128, [8, 24, 64, 128, 256, 1024], 'Bytes of a node'),
            },
        },
    };

    window.Arena.memory.models = KINDS;
})();
