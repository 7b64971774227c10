// A model of bumpalo's arithmetic: which chunks an arena asks for, and where its finger goes. The press's tests hold it
// against a real `Bump`, for random sequences and for every recorded scene.
//
// Sizes are in bytes, on a 64-bit target. An alignment is at most 16, which is how a chunk itself is aligned: so places
// count from the beginning of a chunk, and where a chunk lies does not matter.
(function (root) {
    'use strict';

    const FOOTER = 48;
    // What bumpalo expects the heap to add, with the footer: a chunk and this make a round number.
    const OVERHEAD = 64;
    const FIRST = 512 - OVERHEAD;
    const PAGE = 4096;
    const CHUNK_ALIGN = 16;

    const roundUp = (n, to) => Math.ceil(n / to) * to;
    const roundDown = (n, to) => Math.floor(n / to) * to;
    const nextPowerOfTwo = n => 2 ** Math.ceil(Math.log2(n));

    // What a new chunk has room for: at least `least`, and `size` at this alignment.
    function usable(least, size, align) {
        const needed = Math.max(least, roundUp(size, Math.max(CHUNK_ALIGN, align)));
        return needed < PAGE
            ? nextPowerOfTwo(needed + OVERHEAD) - OVERHEAD
            : roundUp(needed + OVERHEAD, PAGE) - OVERHEAD;
    }

    class BumpModel {
        constructor(capacity = 0) {
            // The chunks that it has, the oldest first: { usable, finger }.
            this.chunks = [];
            // Calls to the heap so far, and what was lost: to alignment, and by growing elsewhere.
            this.calls = 0;
            this.padding = 0;
            this.leftBehind = 0;
            if (capacity > 0) {
                this.addChunk(FIRST, capacity, 1);
            }
        }

        get current() {
            return this.chunks[this.chunks.length - 1];
        }

        // What it asked the heap for, and has not given back.
        get asked() {
            return this.chunks.reduce((sum, chunk) => sum + chunk.usable + FOOTER, 0);
        }

        // What can still be handed out without a new chunk.
        get free() {
            return this.chunks.length > 0 ? this.current.finger : 0;
        }

        addChunk(least, size, align) {
            const room = usable(least, size, align);
            this.calls += 1;
            this.chunks.push({ usable: room, finger: room });
        }

        // Moves the finger of the current chunk down, if there is room.
        bump(size, align) {
            const chunk = this.current;
            const top = chunk ? roundDown(chunk.finger, align) : 0;
            const at = top - roundUp(size, align);
            if (!chunk || at < 0) {
                return null;
            }
            const padding = chunk.finger - at - size;
            chunk.finger = at;
            return { chunk, at, size, align, padding };
        }

        // Room for a value: { chunk, at, size, align, padding }. Nothing at all for one without a size.
        alloc(size, align) {
            if (size === 0) {
                return null;
            }
            let place = this.bump(size, align);
            if (!place) {
                const last = this.current ? this.current.usable : 0;
                this.addChunk(Math.max(2 * last, size, FIRST), size, align);
                place = this.bump(size, align);
            }
            this.padding += place.padding;
            return place;
        }

        isLast(place) {
            return place.chunk === this.current && place.at === place.chunk.finger;
        }

        // More room for what lies at `place`: below it, if it is the last value and the chunk has room; else elsewhere.
        grow(place, size) {
            if (this.isLast(place)) {
                const more = this.bump(size - place.size, place.align);
                if (more) {
                    this.padding += more.padding;
                    return { ...place, at: more.at, size, inPlace: true };
                }
            }
            this.leftBehind += place.size;
            return { ...this.alloc(size, place.align), inPlace: false };
        }

        // Gives room back, which works for the last value only.
        giveBack(place) {
            if (this.isLast(place)) {
                place.chunk.finger += place.size;
            }
        }

        // Keeps the current chunk, empty, and frees the others.
        reset() {
            if (this.current) {
                this.chunks = [this.current];
                this.current.finger = this.current.usable;
            }
            this.padding = 0;
            this.leftBehind = 0;
        }
    }

    // A vector in an arena: its buffer doubles, from one element.
    class VecModel {
        constructor(arena, size, align) {
            Object.assign(this, { arena, size, align, length: 0, capacity: 0, buffer: null });
        }

        reserveExact(more) {
            if (this.length + more > this.capacity) {
                this.resize(this.length + more);
            }
        }

        push() {
            if (this.length === this.capacity) {
                this.resize(Math.max(2 * this.capacity, this.length + 1));
            }
            this.length += 1;
        }

        resize(capacity) {
            const bytes = capacity * this.size;
            this.buffer = this.buffer ? this.arena.grow(this.buffer, bytes) : this.arena.alloc(bytes, this.align);
            this.capacity = capacity;
        }

        drop() {
            if (this.buffer) {
                this.arena.giveBack(this.buffer);
                this.buffer = null;
            }
        }
    }

    root.BumpModel = BumpModel;
    root.VecModel = VecModel;
})(globalThis);
