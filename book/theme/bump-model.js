// A model of bumpalo's arithmetic: which chunks an arena asks for, and where its finger goes. The press's tests compare
// it with a real `Bump`, for random sequences and for every recorded scene.
//
// Sizes are in bytes, on a 64-bit target. An alignment is at most 16, which is that of a chunk itself: so offsets are
// relative to the start of a chunk, whose address does not matter.
(function (root) {
    'use strict';

    const FOOTER = 48;
    // The footer, and what bumpalo expects the heap to add: with it a chunk has a round size.
    const OVERHEAD = 64;
    const FIRST = 512 - OVERHEAD;
    const PAGE = 4096;
    const CHUNK_ALIGN = 16;

    const roundUp = (n, to) => Math.ceil(n / to) * to;
    const roundDown = (n, to) => Math.floor(n / to) * to;
    const nextPowerOfTwo = n => 2 ** Math.ceil(Math.log2(n));

    // The usable size of a new chunk: at least `least`, and enough for `size` at this alignment.
    function usable(least, size, align) {
        const needed = Math.max(least, roundUp(size, Math.max(CHUNK_ALIGN, align)));
        return needed < PAGE
            ? nextPowerOfTwo(needed + OVERHEAD) - OVERHEAD
            : roundUp(needed + OVERHEAD, PAGE) - OVERHEAD;
    }

    class BumpModel {
        constructor(capacity = 0) {
            // Its chunks, oldest first: { usable, finger }.
            this.chunks = [];
            // Calls to the heap so far, and the bytes lost to alignment and to growing elsewhere.
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

        // What it got from the heap, and has not freed.
        get asked() {
            return this.chunks.reduce((sum, chunk) => sum + chunk.usable + FOOTER, 0);
        }

        // What it can hand out without a new chunk.
        get free() {
            return this.chunks.length > 0 ? this.current.finger : 0;
        }

        addChunk(least, size, align) {
            const room = usable(least, size, align);
            this.calls += 1;
            this.chunks.push({ usable: room, finger: room });
        }

        // Moves the finger of the current chunk down if there is room.
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

        // Allocates a value: { chunk, at, size, align, padding }, or null if it has no size.
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

        // Grows the value at `place`: in place if it is the last value and the chunk has room, otherwise elsewhere.
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

        // Frees a value, which only works for the last one.
        giveBack(place) {
            if (this.isLast(place)) {
                place.chunk.finger += place.size;
            }
        }

        // Empties the current chunk, and frees the others.
        reset() {
            if (this.current) {
                this.chunks = [this.current];
                this.current.finger = this.current.usable;
            }
            this.padding = 0;
            this.leftBehind = 0;
        }
    }

    // A vector in an arena: its buffer doubles, starting from one element.
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
