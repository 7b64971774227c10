// Presenting: sizes. Code gets the largest size at which its longest line fits, and pictures are made smaller where they are
// taller than the screen.
(function () {
    'use strict';

    const SMALLEST = 2 / 3;
    const LINE = 1.4;
    // Room for the sign of a line that differs, to the left, and a little to the right: in letters.
    const MARGIN = 2.4;
    const GAP = 12;
    // By how much letters may move together, as a part of the size.
    const TIGHT = 0.03;

    // The width of a letter of code at a size. It is measured for each: many systems round it to whole pixels.
    const widths = new Map();
    function letter(size) {
        if (!widths.has(size)) {
            const probe = document.createElement('span');
            probe.textContent = '0'.repeat(100);
            probe.style.cssText = `position: absolute; visibility: hidden; font: ${size}px/1 var(--mono); white-space: pre`;
            // Beside the body: what is in it may be hidden.
            document.documentElement.append(probe);
            widths.set(size, probe.getBoundingClientRect().width / 100);
            probe.remove();
        }
        return widths.get(size);
    }

    const rowsOf = code => {
        const lines = [...code.children].filter(child => child.matches('.line, .gap'));
        return lines.length > 0 ? lines : code.textContent.replace(/\n$/, '').split('\n');
    };
    const text = row => (typeof row === 'string' ? row : row.textContent.replace(/\n$/, ''));
    const longest = rows => Math.max(1, ...rows.map(row => [...text(row)].length));
    
    // The size for blocks of code side by side, each with its longest line in letters: as large as the width allows, and
    // smaller where that needs fewer screens.
    function size(width, height, lengths, rows, base) {
        const letters = lengths.reduce((sum, length) => sum + length + MARGIN, 0);
        const low = Math.round(base * SMALLEST);
        const screens = size => Math.ceil(rows * size * LINE / height);
        const fits = (size, by) => letters * (letter(size) - by * size) <= width;
        let best = Math.round(base);
        while (best > low && (!fits(best, 0) || screens(best) > screens(low))) {
            best -= 1;
        }
        return { fits: fits(best, TIGHT), tight: !fits(best, 0), size: best };
    }

    function show(pre, { fits, tight, size }) {
        pre.style.setProperty('--code-size', `${size}px`);
        pre.style.letterSpacing = tight ? `${-TIGHT}em` : '';
        pre.classList.toggle('present-wraps', !fits);
    }

    // Chooses a size for all code in `main`. `base` is that of the text, `room` the box for a section.
    function fitCode(main, base, room) {
        main.querySelectorAll('.pair').forEach(pair => {
            const codes = [...pair.querySelectorAll('pre > code')];
            const rows = codes.map(rowsOf);
            const lengths = rows.map(longest);
            const count = Math.max(...rows.map(rows => rows.length));
            const narrow = room.width < 700;
            const beside = size(room.width - GAP, room.height - 2.2 * base, lengths, count, base);
            pair.classList.toggle('present-stacked', narrow || !beside.fits);
            pair.style.gridTemplateColumns = narrow || !beside.fits
                ? ''
                : lengths.map(length => `minmax(0, ${length + MARGIN}fr)`).join(' ');
            codes.forEach((code, at) => {
                const alone = size(room.width, room.height, [lengths[at]], count, base);
                const chosen = narrow || !beside.fits ? alone : beside;
                show(code.parentNode, chosen);
            });
        });
        const others = [...main.querySelectorAll('pre')].filter(pre => !pre.closest('.pair'));
        others.map(pre => [pre, pre.parentNode === main ? room.width : pre.parentNode.clientWidth || room.width]).forEach(([pre, width]) => {
            const rows = rowsOf(pre.querySelector('code') || pre);
            const chosen = size(width, room.height - 2.2 * base, [longest(rows)], rows.length, base);
            show(pre, chosen);
        });
    }

    // Makes a picture smaller until it fits, down to two thirds.
    function fitPicture(picture, height) {
        picture.style.zoom = '';
        const tall = picture.getBoundingClientRect().height;
        if (tall > height) {
            picture.style.zoom = String(Math.max(SMALLEST, Math.floor(100 * height / tall) / 100));
        }
    }

    function forget(main) {
        main.querySelectorAll('.pair').forEach(pair => {
            pair.classList.remove('present-stacked');
            pair.style.gridTemplateColumns = '';
        });
        main.querySelectorAll('pre').forEach(pre => {
            pre.classList.remove('present-wraps');
            pre.style.removeProperty('--code-size');
            pre.style.letterSpacing = '';
        });
    }

    Object.assign(window.Arena, { presentFit: { fitCode, fitPicture, forget } });
})();
