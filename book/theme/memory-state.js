// What is in the memory of one side of a scene after some of its steps: things in the order of their addresses, the
// fingers of its arenas, and what it asked of the heap. `memory.js` shows it.
(function () {
    'use strict';

    // After the first `count` steps. What the last of them changed is marked as new.
    function memoryAfter(steps, side, count) {
        const world = {
            blocks: new Map(), chunks: new Map(), values: new Map(), holes: [], lost: [], refers: [],
            calls: 0, freed: 0, held: 0, peak: 0,
        };
        steps.slice(0, count).forEach((step, at) => step.events[side].forEach(event => happen(world, event, at === count - 1)));
        return world;
    }

    function hold(world, bytes) {
        world.held += bytes;
        world.peak = Math.max(world.peak, world.held);
    }

    // A freed place; what is allocated there later covers it.
    function free(world, { name, chunk, address, size }, isNew) {
        world.holes.push({ kind: 'freed', name, chunk, address, size, isNew });
        hold(world, -size);
    }

    function cover(world, address, size) {
        world.holes = world.holes.flatMap(hole => {
            const [from, to] = [hole.address, hole.address + hole.size];
            if (to <= address || address + size <= from) {
                return [hole];
            }
            const rest = [{ ...hole, size: address - from }, { ...hole, address: address + size, size: to - address - size }];
            return rest.filter(part => part.size > 0);
        });
        hold(world, size);
    }

    const happenings = {
        block(world, { block, name, address, size }, isNew) {
            world.calls += 1;
            cover(world, address, size);
            world.blocks.set(block, { kind: 'value', name, address, size, isNew });
        },
        resize(world, { block, address, size }, isNew) {
            world.calls += 1;
            const old = world.blocks.get(block);
            free(world, old, isNew);
            cover(world, address, size);
            world.blocks.set(block, { ...old, address, size, isNew });
        },
        free(world, { block }, isNew) {
            world.freed += 1;
            free(world, world.blocks.get(block), isNew);
            world.blocks.delete(block);
        },
        lost(world, { block }, isNew) {
            world.lost.push({ ...world.blocks.get(block), kind: 'lost', isNew });
            world.blocks.delete(block);
        },
        chunk(world, { chunk, arena, address, usable, asked }, isNew) {
            world.calls += 1;
            cover(world, address, asked);
            world.chunks.set(chunk, { chunk, arena, address, usable, size: asked, finger: usable, parts: [], isNew });
        },
        free_chunk(world, { chunk }, isNew) {
            world.freed += 1;
            free(world, world.chunks.get(chunk), isNew);
            world.chunks.delete(chunk);
        },
        lost_chunk(world, { chunk }, isNew) {
            Object.assign(world.chunks.get(chunk), { isLost: true, isNew });
        },
        refer(world, { from, to }, isNew) {
            world.refers.push({ from, to, isNew });
        },
        put(world, event, isNew) { put(world, event, event.name, isNew); },
        grow(world, event, isNew) {
            const old = world.values.get(event.value);
            if (event.in_place) {
                old.chunk.parts.splice(old.chunk.parts.indexOf(old), 1);
            } else {
                Object.assign(old, { kind: 'old', isNew });
            }
            put(world, event, old.name, isNew);
        },
        gone(world, { value }, isNew) {
            Object.assign(world.values.get(value), { kind: 'old', isNew });
        },
        reset(world, { chunk }, isNew) {
            const kept = world.chunks.get(chunk);
            Object.assign(kept, { parts: [], finger: kept.usable, isReset: isNew });
        },
    };

    function happen(world, event, isNew) {
        happenings[event.is](world, event, isNew);
    }

    function put(world, { value, chunk: number, at, size, padding = 0 }, name, isNew) {
        const chunk = world.chunks.get(number);
        const part = { kind: 'value', name, at, size, chunk, isNew };
        world.values.set(value, part);
        chunk.parts.push(part);
        if (padding > 0) {
            chunk.parts.push({ kind: 'padding', at: at + size, size: padding, chunk, isNew });
        }
        chunk.finger = Math.min(chunk.finger, at);
    }

    // Everything with an address: { kind, name, address, size, isNew }.
    function things(world) {
        const all = [...world.holes, ...world.lost, ...world.blocks.values()];
        for (const chunk of world.chunks.values()) {
            const { address, usable, size, finger, parts, isLost, isReset, isNew } = chunk;
            const inChunk = parts.map(part => ({ ...part, kind: isLost ? 'lost' : part.kind, address: address + part.at }));
            all.push(
                { kind: isLost ? 'lost' : 'free', address, size: finger, isNew: isLost || isReset },
                ...inChunk,
                { kind: 'footer', name: 'footer', address: address + usable, size: size - usable, isNew });
        }
        const found = all.filter(thing => thing.size > 0).sort((a, b) => a.address - b.address);
        return [...found, ...heapsOwn(found)];
    }

    // What is between two things that are next to each other: what the heap keeps for itself, and what it rounds up.
    function heapsOwn(things) {
        return things.slice(1).flatMap((next, at) => {
            const { address, size, kind } = things[at];
            const gap = next.address - address - size;
            const isOwn = gap > 0 && gap <= 24 && !(kind === 'freed' && next.kind === 'freed');
            return isOwn ? [{ kind: 'own', address: address + size, size: gap }] : [];
        });
    }

    // Who points to whom, where both are still there: [from, to, isNew], as things.
    function references(world, things) {
        const named = new Map(things.filter(({ kind }) => kind === 'value' || kind === 'lost').map(thing => [thing.name, thing]));
        return world.refers.map(({ from, to, isNew }) => [named.get(from), named.get(to), isNew]).filter(([from, to]) => from && to);
    }

    // One for each arena: in its newest chunk. Its address is where the next value ends, which is after the byte before it.
    function fingers(world) {
        const newest = new Map();
        for (const chunk of world.chunks.values()) {
            if (!chunk.isLost) {
                newest.set(chunk.arena, { address: chunk.address + chunk.finger, isFull: chunk.finger === 0 });
            }
        }
        return newest;
    }

    // How many bytes of each kind are in the chunks.
    function inChunks(world) {
        const sums = { value: 0, padding: 0, old: 0, free: 0 };
        for (const { parts, finger } of [...world.chunks.values()].filter(({ isLost }) => !isLost)) {
            parts.forEach(({ kind, size }) => { sums[kind] += size; });
            sums.free += finger;
        }
        return sums;
    }

    // The stretches of addresses that are ever used, { from, to }, in order, the kinds that are ever drawn, where chunks
    // start if there are several, and what all chunks take, { from, to }. What an arena never hands out of a chunk is left
    // out of the first, but for its start.
    function extent(steps, side) {
        const spans = [];
        const kinds = new Set();
        const chunks = steps.flatMap(step => step.events[side].filter(({ is }) => is === 'chunk'));
        chunks.forEach(({ address }) => spans.push({ from: address, to: address + 1 }));
        for (let count = 1; count <= steps.length; count += 1) {
            const world = memoryAfter(steps, side, count);
            if (world.refers.length > 0) {
                kinds.add('refer');
            }
            things(world).forEach(({ kind, address, size }) => {
                kinds.add(kind);
                if (kind !== 'free' && kind !== 'freed') {
                    spans.push({ from: address, to: address + size });
                }
            });
            // A block may come and go within a step.
            steps[count - 1].events[side].filter(({ is }) => is === 'block' || is === 'resize').forEach(({ address, size }) =>
                spans.push({ from: address, to: address + size }));
            fingers(world).forEach(({ address, isFull }) => {
                kinds.add('finger');
                const from = isFull ? address : address - 1;
                spans.push({ from, to: from + 1 });
            });
        }
        spans.sort((a, b) => a.from - b.from);
        const merged = [];
        for (const { from, to } of spans) {
            const last = merged[merged.length - 1];
            if (last && from <= last.to) {
                last.to = Math.max(last.to, to);
            } else {
                merged.push({ from, to });
            }
        }
        const taken = chunks.map(({ address, asked }) => ({ from: address, to: address + asked }));
        return { spans: merged, kinds, taken, starts: chunks.length > 1 ? chunks.map(({ address }) => address) : [] };
    }

    // Where a picture begins: the first step at which more than half of the difference in calls to the heap is seen, or,
    // where both sides make the same, any bytes that an arena took and cannot use; or else the fullest step.
    function telling(steps) {
        const worlds = steps.map((step, at) => [0, 1].map(side => memoryAfter(steps, side, at + 1)));
        const unused = world => { const { padding, old } = inChunks(world); return padding + old; };
        for (const [measure, least, share] of [[world => world.calls, 2, 0.5], [unused, 1, 0]]) {
            const differences = worlds.map(([left, right]) => Math.abs(measure(left) - measure(right)));
            const most = Math.max(...differences);
            if (most >= least) {
                return differences.findIndex(difference => difference > most * share) + 1;
            }
        }
        return fullest(steps);
    }

    // The last step before both sides only free.
    function fullest(steps) {
        const held = at => [0, 1].reduce((sum, side) => sum + memoryAfter(steps, side, at).held, 0);
        let at = steps.length;
        while (at > 1 && held(at) < held(at - 1)) {
            at -= 1;
        }
        return at;
    }

    window.Arena.memory = { memoryAfter, things, references, fingers, inChunks, extent, telling, fullest };
})();
