// Replays on the model what a real arena did, and lists the differences. Evaluates to a function of the two lists.
(function replay(sequences, scenes) {
    const different = [];

    function expect(where, what, seen, model) {
        if (seen !== model) {
            different.push(`${where}: ${what} is ${seen}, but ${model} in the model`);
        }
    }

    // A random sequence: compares the free bytes of the current chunk, and the bytes asked of the heap, after each operation.
    function replaySequence({ seed, capacity, rounds }) {
        const arena = new BumpModel(capacity);
        rounds.forEach((round, number) => {
            const vectors = [];
            round.forEach((operation, at) => {
                const where = `seed ${seed}, round ${number}, operation ${at} (${JSON.stringify(operation)})`;
                const { id, size, align, count } = operation;
                const happenings = {
                    alloc() { arena.alloc(size, align); },
                    vector() { vectors.push(new VecModel(arena, size, align)); },
                    push() { vectors[id].push(); },
                    reserve() { vectors[id].reserveExact(count); },
                    drop() { vectors[id].drop(); },
                };
                happenings[operation.is]();
                expect(where, 'free', operation.free, arena.free);
                expect(where, 'asked', operation.asked, arena.asked);
                if (operation.is === 'push' || operation.is === 'reserve') {
                    expect(where, 'the capacity', operation.capacity, vectors[id].capacity);
                }
            });
            arena.reset();
        });
    }

    // A side of a recorded scene. A chunk for an arena without any starts another arena.
    function replayScene({ name, scene }, side) {
        const arenas = new Map();
        const chunks = new Map();
        const values = new Map();
        const ofArena = number => [...chunks.values()].filter(({ arena }) => arena === number);
        scene.steps.forEach((step, at) => step.events[side].forEach(event => {
            const where = `${name}, side ${side}, step ${at + 1} (${JSON.stringify(event)})`;
            if (event.is === 'chunk') {
                if (ofArena(event.arena).length === 0) {
                    arenas.set(event.arena, new BumpModel());
                }
                chunks.set(event.chunk, event);
            } else if (event.is === 'free_chunk' || event.is === 'lost_chunk') {
                chunks.delete(event.chunk);
            } else if (event.is === 'reset') {
                arenas.get(chunks.get(event.chunk).arena).reset();
            } else if (event.is === 'put' || event.is === 'grow') {
                const chunk = chunks.get(event.chunk);
                const arena = arenas.get(chunk.arena);
                const place = event.is === 'put'
                    ? arena.alloc(event.size, event.align)
                    : arena.grow(values.get(event.value), event.size);
                values.set(event.value, place);
                expect(where, 'the place', event.at, place.at);
                expect(where, 'the chunk', chunk.usable, place.chunk.usable);
                expect(where, 'asked', ofArena(chunk.arena).reduce((sum, { asked }) => sum + asked, 0), arena.asked);
                expect(where, 'the padding', event.padding ?? 0, event.is === 'put' ? place.padding : 0);
                expect(where, 'in place', event.in_place ?? false, place.inPlace ?? false);
            }
        }));
    }

    sequences.forEach(replaySequence);
    scenes.forEach(scene => [0, 1].forEach(side => replayScene(scene, side)));
    return different.slice(0, 10);
})
