// What the figures of an arena show at each setting, from the model of it: here the order of values, and what all of them
// are made of. The press's tests compare every setting with what a real arena does.
(function () {
    'use strict';

    const { BumpModel } = window;
    const { grouped } = window.Arena;
    const counted = (count, thing) => `${grouped(count)} ${thing}${count === 1 ? '' : 's'}`;
    const piece = (kind, at, size, text = '') => ({ kind, at, size, text: String(text) });
    const lane = parts => ({ note: '', finger: null, groups: null, columns: [], ticks: [], ...parts });
    const drawing = parts => ({ facts: [], sums: [], ...parts });

    // Three values at the end of a chunk, in this order.
    const VALUES = [['u8', 1], ['u32', 4], ['u16', 2]];

    function order(places) {
        const SHOWN = 16;
        const arena = new BumpModel(SHOWN);
        const top = arena.current.usable - SHOWN;
        const pieces = [];
        const sums = [['Value', 'Finger − size', 'Rounded', 'Padding', 'Below the first']];
        let finger = SHOWN;
        let first = null;
        for (const [name, size] of places.map(at => VALUES[at])) {
            const { at, padding } = arena.alloc(size, size);
            const start = at - top;
            first ??= start;
            sums.push([name, `${finger} − ${size} = ${finger - size}`, start, padding, first - start].map(String));
            if (padding > 0) {
                pieces.push(piece('pad', start + size, padding));
            }
            pieces.push(piece('used', start, size, name));
            finger = start;
        }
        const { padding } = arena;
        return drawing({
            lanes: [lane({
                name: `The last ${SHOWN} bytes of a chunk`, of: SHOWN, finger, pieces,
                ticks: [0, 4, 8, 12, 16].map(at => [at, String(at)]),
            })],
            sums,
            said: `${counted(SHOWN - finger, 'byte')} for 7 bytes of values: ${padding === 0 ? 'no' : padding === 1 ? '1 is' : `${padding} are`} padding.`,
        });
    }

    window.Arena.drawings = { order };
    window.Arena.parts = { counted, piece, lane, drawing };
})();
