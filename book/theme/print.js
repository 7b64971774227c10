// Before the page is printed: what is closed on a screen opens, and pictures show their last step. Afterwards all is as
// before.
(function () {
    'use strict';

    let undo = [];

    function setRange(range, value) {
        range.value = value;
        range.dispatchEvent(new Event('input', { bubbles: true }));
    }

    addEventListener('beforeprint', () => {
        document.querySelectorAll('main details:not([open], .speaker, .answer)').forEach(details => {
            details.open = true;
            undo.push(() => { details.open = false; });
        });
        document.querySelectorAll('arena-memory input[type=range]').forEach(range => {
            const value = range.value;
            if (value !== range.max) {
                setRange(range, range.max);
                undo.push(() => setRange(range, value));
            }
        });
    });

    addEventListener('afterprint', () => {
        undo.forEach(step => step());
        undo = [];
    });
})();
