// Before the page is printed, what is closed on a screen opens. Afterwards all is as before.
(function () {
    'use strict';

    let undo = [];

    addEventListener('beforeprint', () => {
        document.querySelectorAll('main details:not([open], .speaker, .hints, .answer)').forEach(details => {
            details.open = true;
            undo.push(() => { details.open = false; });
        });
    });

    addEventListener('afterprint', () => {
        undo.forEach(step => step());
        undo = [];
    });
})();
