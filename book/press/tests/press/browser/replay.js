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

    // A side of a recorded scene. A chunk where there was none starts another arena.
    function replayScene({ name, scene }, side) {
        let arena = new BumpModel();
        let chunks = new Map();
        const values = new Map();
        scene.steps.forEach((step, at) => step.events[side].forEach(event => {
            const where = `${name}, side ${side}, step ${at + 1} (${JSON.stringify(event)})`;
            if (event.is === 'chunk') {
                if (chunks.size === 0) {
                    arena = new BumpModel();
                }
                chunks.set(event.chunk, event);
            } else if (event.is === 'free_chunk') {
                chunks.delete(event.chunk);
            } else if (event.is === 'reset') {
                arena.reset();
            } else if (event.is === 'put' || event.is === 'grow') {
                const place = event.is === 'put'
                    ? arena.alloc(event.size, event.align)
                    : arena.grow(values.get(event.value), event.size);
                values.set(event.value, place);
                expect(where, 'the place', event.at, place.at);
                expect(where, 'the chunk', chunks.get(event.chunk).usable, place.chunk.usable);
                expect(where, 'asked', [...chunks.values()].reduce((sum, chunk) => sum + chunk.asked, 0), arena.asked);
                expect(where, 'the padding', event.padding ?? 0, event.is === 'put' ? place.padding : 0);
                expect(where, 'in place', event.in_place ?? false, place.inPlace ?? false);
            }
        }));
    }

    sequences.forEach(replaySequence);
    scenes.forEach(scene => [0, 1].forEach(side => replayScene(scene, side)));
    return different.slice(0, 10);
})
