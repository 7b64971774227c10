// What a replay says in words: the event at the cursor, and what the picture shows.
(function () {
    'use strict';

    const NAMES = ['Bad', 'yours'];
    const grouped = count => window.Arena.grouped(Math.round(count));

    function size(bytes) {
        const units = ['B', 'kB', 'MB', 'GB'];
        let unit = 0;
        for (; Math.abs(bytes) >= 9999.5 && unit + 1 < units.length; unit += 1) {
            bytes /= 1000;
        }
        return `${unit > 0 && Math.abs(bytes) < 99.5 ? bytes.toFixed(1) : grouped(bytes)} ${units[unit]}`;
    }

    // The last of so many events of a side, and the line of source that it is about, if one is known.
    function sentence(side, events) {
        if (events === 0) {
            return { said: side.n > 0 ? 'nothing yet' : 'asks the heap for nothing', line: null };
        }
        const event = events - 1;
        const life = side.life[event];
        const site = life < 0 ? 0 : side.site[life];
        const line = site > 0 ? side.sites[site - 1] : null;
        const link = !line ? '' : side.kind[event] === 2 ? ', allocated at' : ' at';
        return { said: `event ${grouped(events)} of ${grouped(side.n)} ${happened(side, event, life)}${link}`, line };
    }

    function happened(side, event, life) {
        if (life < 0) {
            return 'frees a block from before the recording';
        }
        const bytes = size(side.size[life]);
        const what = side.chunk[life] === 1 ? `a chunk of ${bytes}` : bytes;
        if (side.kind[event] === 2) {
            return `frees ${what}`;
        }
        if (side.kind[event] === 0) {
            return `allocates ${what}`;
        }
        const old = side.before[life];
        if (old < 0) {
            return `makes ${bytes} of a block from before the recording`;
        }
        const verb = side.size[life] < side.size[old] ? 'shrinks' : 'grows';
        const sizes = `${size(side.size[old])} to ${bytes}`;
        return side.at[old] === side.at[life] ? `${verb} ${sizes} in place` : `moves and ${verb} ${sizes}`;
    }

    // What both pictures show.
    function about(sides, isStretched) {
        const [bad, yours] = sides.map(side => grouped(side.n));
        const axis = isStretched
            ? `Each curve runs from its first event to its last, of which there are ${bad} in Bad, ${yours} in yours.`
            : `Every event is equally wide: ${bad} in Bad, ${yours} in yours.`;
        const dropped = sides.map((side, at) => (side.dropped > 0 ? ` ${grouped(side.dropped)} more of ${NAMES[at]} had no room.` : ''));
        return `${axis}${dropped.join('')} An event allocates, grows, shrinks or frees a block; to free is not counted as a heap call. `
            + 'Bytes and addresses have one scale for both sides; addresses that nothing uses are left out.';
    }

    window.ReplayWords = { NAMES, grouped, size, sentence, about };
})();
