// Presenting: a chapter as screens. A section is one screen; what does not fit is continued on the next, at the borders
// between paragraphs, pairs, pictures and questions, or else within code, lists, tables and quizzes.
//
// Nothing is moved: what is not on the screen is hidden.
(function () {
    'use strict';

    const { presentFit } = window.Arena;
    const OFF = 'present-off';
    const HEADINGS = 'h1, h2, h3';
    const WHOLE = '.pair, figure, arena-memory, arena-predict, arena-quiz, arena-card, arena-tabs, arena-chooser, .exercise';
    const PICTURES = 'arena-memory, figure:not(.code), arena-vary, .exercise';
    const NOT_SHOWN = 'script, style, template, details.speaker, .chapter-head, .where';

    const bottom = element => element.getBoundingClientRect().bottom;
    const top = element => element.getBoundingClientRect().top;

    // What a chapter consists of, without what is for readers only.
    function units(main) {
        return [...main.children].filter(child => !child.matches(NOT_SHOWN) && !child.hidden);
    }

    // The rows of a unit, at whose borders it may be cut. Each is a list of elements that are shown or hidden together.
    function rowsOf(unit) {
        const codes = [...unit.querySelectorAll('pre > code')];
        const isCode = unit.matches('.pair, figure.code') && codes.every(code => code.querySelector('.line'));
        if (isCode) {
            const columns = codes.map(code => [...code.children]);
            const count = Math.max(...columns.map(column => column.length));
            return Array.from({ length: count }, (_, at) => columns.map(column => column[at]).filter(Boolean));
        }
        if (unit.matches('ul, ol')) {
            return [...unit.children].map(item => [item]);
        }
        if (unit.matches('.table-wrapper, table')) {
            return [...unit.querySelectorAll('tbody > tr')].map(row => [row]);
        }
        if (unit.matches('arena-quiz')) {
            // One that asks one question at a time is a single screen.
            return [...unit.querySelectorAll('.question')].filter(question => question.checkVisibility()).map(question => [question]);
        }
        if (unit.matches('dl')) {
            const rows = [];
            [...unit.children].forEach(child => (child.matches('dt') || rows.length === 0
                ? rows.push([child]) : rows[rows.length - 1].push(child)));
            return rows;
        }
        const tables = unit.querySelectorAll('tbody');
        const isTable = tables.length === 1 && tables[0].checkVisibility() && !unit.matches(WHOLE) && !unit.querySelector(WHOLE);
        return isTable ? [...tables[0].rows].map(row => [row]) : [];
    }

    const isBlank = row => row.every(part => part.textContent.trim() === '');

    // Where to cut rows so that each piece fits, as even as they can be; near an empty line, if there is one.
    function cut(rows, height) {
        const first = top(rows[0][0]);
        const ends = rows.map(row => Math.max(...row.map(bottom)) - first);
        const all = ends[ends.length - 1];
        const pieces = Math.max(1, Math.ceil(all / height));
        const cuts = [];
        let from = 0;
        let begins = 0;
        for (let left = pieces; from < rows.length; left -= 1) {
            const wanted = begins + Math.max((all - begins) / Math.max(1, left), 1);
            let to = from + 1;
            while (to < rows.length && ends[to] - begins <= height && ends[to - 1] < wanted - 2) {
                to += 1;
            }
            if (to < rows.length) {
                const near = [0, -1, 1, -2, 2, -3, 3, -4].map(by => to + by)
                    .find(at => at > from + 1 && at < rows.length && ends[at - 1] - begins <= height && isBlank(rows[at - 1]));
                to = near || to;
            }
            cuts.push([from, to]);
            begins = ends[to - 1];
            from = to;
        }
        return cuts;
    }

    // A prediction is as tall as with its answer.
    function openAnswers(main) {
        const closed = [...main.querySelectorAll('arena-predict > details')].filter(answer => answer.hidden || !answer.open);
        const were = closed.map(answer => [answer, answer.hidden, answer.open]);
        were.forEach(([answer]) => {
            answer.hidden = false;
            answer.open = true;
        });
        return () => were.forEach(([answer, hidden, open]) => {
            answer.hidden = hidden;
            answer.open = open;
        });
    }

    // One section: its headings, and what is below them.
    function sections(main) {
        const all = [];
        for (const unit of units(main)) {
            const last = all[all.length - 1];
            if (!unit.matches(HEADINGS)) {
                (last || all[all.push({ headings: [], units: [] }) - 1]).units.push(unit);
            } else if (last && last.units.length === 0) {
                last.headings.push(unit);
            } else {
                all.push({ headings: [unit], units: [] });
            }
        }
        return all;
    }

    // The screens of a section. `height` is what fits.
    function split({ headings, units }, height) {
        const title = headings.map(heading => heading.textContent.trim()).pop() || document.title;
        const screens = [];
        const above = headings.length > 0 && units.length > 0 ? top(units[0]) - top(headings[0]) : 0;
        const room = height - above;
        let screen = null;
        const begin = () => screens.push(screen = { title, headings, parts: [] });
        const add = (unit, rows, from, to) => screen.parts.push({ unit, rows, from, to });
        if (units.length === 0) {
            begin();
        } else if (bottom(units[units.length - 1]) - top(units[0]) <= room) {
            begin();
            units.forEach(unit => add(unit));
            return screens;
        }
        let start = 0;
        units.forEach((unit, at) => {
            const before = units[at - 1];
            const fits = screen && bottom(unit) - start <= room;
            // What is looked at for a while has what leads to it at most.
            const crowded = before && before.matches(WHOLE) && screen && screen.parts.length > 0;
            if (fits && !(crowded && unit.matches(WHOLE))) {
                add(unit);
                return;
            }
            // A line that leads to what follows goes with it.
            const leads = screen && screen.parts.length > 1 && before && before.matches('p')
                && bottom(unit) - top(before) <= room && /:$/.test(before.textContent.trim());
            if (leads) {
                screen.parts.pop();
            }
            const rows = rowsOf(unit);
            const inner = rows.length > 1 ? room - (bottom(unit) - top(unit)) + (lowest(rows) - top(rows[0][0])) : 0;
            if (rows.length > 1 && bottom(unit) - top(unit) > room && inner > 0) {
                cut(rows, inner).forEach(([from, to]) => {
                    begin();
                    add(unit, rows, from, to);
                    start = bottom(unit) - (bottom(rows[to - 1][0]) - top(rows[from][0]));
                });
                // What follows may share the last screen.
                const [last] = [screen.parts[0]];
                start = bottom(unit) - (lowest(rows) - top(rows[last.from][0])) - (top(rows[0][0]) - top(unit));
                return;
            }
            begin();
            start = top(leads ? before : unit);
            if (leads) {
                add(before);
            }
            add(unit);
        });
        return screens;
    }

    const lowest = rows => Math.max(...rows[rows.length - 1].map(bottom));

    // The screens of all sections; `room` is the box for each. The whole chapter is laid out for a moment.
    function make(main, base, room) {
        showAll(main);
        const restore = openAnswers(main);
        presentFit.fitCode(main, base, room);
        main.querySelectorAll(PICTURES).forEach(picture => {
            if (!picture.parentNode.closest(PICTURES)) {
                presentFit.fitPicture(picture, room.height - 3 * base);
            }
        });
        const screens = sections(main).flatMap(section => split(section, room.height));
        restore();
        return screens;
    }

    function showAll(main) {
        main.querySelectorAll(`.${OFF}`).forEach(element => element.classList.remove(OFF));
        main.querySelectorAll('ol[data-present-start]').forEach(list => {
            list.start = Number(list.dataset.presentStart);
            delete list.dataset.presentStart;
        });
    }

    // Shows one screen.
    function show(main, screen) {
        showAll(main);
        const shown = new Set([...screen.headings, ...screen.parts.map(part => part.unit)]);
        [...main.children].forEach(child => child.classList.toggle(OFF, !shown.has(child)));
        screen.parts.filter(part => part.rows).forEach(({ unit, rows, from, to }) => {
            rows.forEach((row, at) => row.forEach(part => part.classList.toggle(OFF, at < from || at >= to)));
            if (unit.matches('ol')) {
                unit.dataset.presentStart = unit.start;
                unit.start += from;
            }
        });
    }

    // Leaves the chapter as it was.
    function forget(main) {
        showAll(main);
        presentFit.forget(main);
        main.querySelectorAll(PICTURES).forEach(picture => { picture.style.zoom = ''; });
    }

    // The element that a screen begins with, without a heading that is repeated.
    function first({ headings, parts }, screens, at) {
        const repeated = at > 0 && screens[at - 1].headings === headings;
        const part = parts[0];
        return !repeated && headings[0] || part && (part.rows ? part.rows[part.from][0] : part.unit) || headings[0];
    }

    window.Arena.presentScreens = { make, show, forget, first, units };
})();
