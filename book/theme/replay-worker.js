// Reads a trace beside the page, which stays responsive meanwhile.
'use strict';

importScripts('replay-model.js');

onmessage = ({ data }) => {
    const model = globalThis.ReplayModel;
    try {
        const sides = model.read(data);
        postMessage({ sides }, sides.flatMap(model.buffers));
    } catch (error) {
        postMessage({ refused: error.message });
    }
};
