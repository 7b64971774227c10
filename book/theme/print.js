// Before the page is printed: what is closed on a screen opens, and pictures show what they have built up. Afterwards all
// is as before.
(function () {
    'use strict';

    let undo = [];

    function setRange(range, value) {
        range.value = value;
        range.dispatchEvent(new Event('input', { bubbles: true }));
    }

    addEventListener('beforeprint', () => {
        document.querySelectorAll('main details:not([open], .speaker, .hints, .answer)').forEach(details => {
            details.open = true;
            undo.push(() => { details.open = false; });
        });
        // Unless a picture does so itself.
        const ranges = [...document.querySelectorAll('arena-memory input[type=range]')];
        ranges.filter(range => !range.closest('arena-memory').showForPrint).forEach(range => {
            // At the last step, all is given back.
            const [value, full] = [range.value, String(range.max - 1)];
            if (value !== full) {
                setRange(range, full);
                undo.push(() => setRange(range, value));
            }
        });
    });

    addEventListener('afterprint', () => {
        undo.forEach(step => step());
        undo = [];
    });
})();
