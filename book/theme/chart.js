// Charts of measurements, on an axis where equal distances are equal factors. Horizontal places are percentages, so a chart
// fits any width, and its text stays as large as that of the page. Each has a table with the same figures.
(function () {
    'use strict';

    const { el, grouped } = window.Arena;

    function svg(name, attributes, ...children) {
        const node = document.createElementNS('http://www.w3.org/2000/svg', name);
        for (const [key, value] of Object.entries(attributes)) {
            node.setAttribute(key, value);
        }
        node.append(...children);
        return node;
    }

    // From coarse to fine: the round numbers of a decade, then equal steps.
    const ROUND = [[1], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]];
    const STEPS = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01];

    // The coarsest of these with three numbers between the two.
    function ticks(from, to) {
        const within = numbers => numbers.filter(number => number >= from && number <= to);
        const decades = [-3, -2, -1, 0, 1, 2, 3, 4, 5].map(power => 10 ** power);
        const round = ROUND.map(firsts => within(decades.flatMap(decade => firsts.map(first => first * decade))));
        const equal = STEPS.map(step => {
            const first = Math.ceil(from / step);
            const count = Math.min(Math.floor(to / step) - first + 1, 20);
            return Array.from({ length: Math.max(count, 0) }, (_, at) => (first + at) * step);
        });
        const all = [...round, ...equal];
        return all.find(numbers => numbers.length >= 3) || all[all.length - 1];
    }

    // An axis on which all of these have a place, and a part of each end is free.
    function axis(values) {
        const known = values.filter(value => value > 0);
        const room = Math.max(Math.log(Math.max(...known) / Math.min(...known)), Math.log(1.2));
        const middle = (Math.log(Math.max(...known)) + Math.log(Math.min(...known))) / 2;
        const from = Math.exp(middle - room * 0.54);
        const to = Math.exp(middle + room * 0.54);
        const share = value => Math.log(Math.max(value, from) / from) / Math.log(to / from);
        return {
            share,
            place: value => `${(100 * Math.min(share(value), 1)).toFixed(2)}%`,
            ticks: ticks(from, to),
        };
    }

    const number = value => String(Number(value.toPrecision(3)));
    const whole = value => grouped(Math.round(value), '\u00a0');
    const percall = value => (value < 10 ? String(Number(value.toFixed(1))) : whole(value));
    const times = ({ ratio, low, high }) => `${ratio.toFixed(2)}× [${low.toFixed(2)}, ${high.toFixed(2)}]`;

    function text(x, y, content, attributes = {}) {
        return svg('text', { x, y, ...attributes }, content);
    }

    // Lines that are short enough for a phone.
    const WIDTH = 44;
    function lines(content) {
        const found = [''];
        for (const word of content.split(' ')) {
            const last = found[found.length - 1];
            if (last && last.length + 1 + word.length > WIDTH) {
                found.push(word);
            } else {
                found[found.length - 1] = last ? `${last} ${word}` : word;
            }
        }
        return found;
    }

    // A label at the top of a line: on the side where there is room.
    function label(scale, value, y, content) {
        const isRight = scale.share(value) > 0.5;
        const place = { 'text-anchor': isRight ? 'end' : 'start', dx: isRight ? -4 : 4 };
        return text(scale.place(value), y, content, place);
    }

    // A name beside its mark: on the side with more room, or above a mark that takes most of the width.
    function name(scale, { low, high }, y, content, kind) {
        const [left, right] = [scale.share(low), 1 - scale.share(high)];
        if (Math.max(left, right) < 0.4) {
            return text(scale.place(low), y - 10, content, { class: kind });
        }
        const place = right >= left ? { x: scale.place(high), dx: 12 } : { x: scale.place(low), dx: -12, 'text-anchor': 'end' };
        return svg('text', { class: kind, y: y + 5, ...place }, content);
    }

    // The chart around its marks: the grid behind them, and its numbers below.
    function frame(title, scale, top, bottom, unit, marks) {
        const grid = scale.ticks.flatMap(tick => [
            svg('line', { class: 'chart-grid', x1: scale.place(tick), x2: scale.place(tick), y1: top, y2: bottom }),
            text(scale.place(tick), bottom + 16, `${number(tick)}${unit}`, { class: 'chart-tick', 'text-anchor': 'middle' }),
        ]);
        return svg('svg', { class: 'chart-drawing', role: 'img', width: '100%', height: bottom + 22 },
            svg('title', {}, title), ...grid, ...marks);
    }

    function interval(scale, { low, high }, y, name) {
        return svg('line', { class: name, x1: scale.place(low), x2: scale.place(high), y1: y, y2: y });
    }

    // What one version measured: an interval, its middle, and the name.
    function mark(scale, version, middle, y) {
        const isYours = version.name === 'yours';
        const mine = isYours ? ' is-yours' : '';
        return [
            interval(scale, version, y, `chart-interval${mine}`),
            isYours
                ? svg('circle', { class: 'chart-point is-yours', cx: scale.place(middle), cy: y, r: 6 })
                : svg('rect', { class: 'chart-point', x: scale.place(middle), y: y - 5, width: 10, height: 10, transform: 'translate(-5)' }),
            name(scale, version, y, version.name, `chart-name${mine}`),
        ];
    }

    // An exercise's versions: how many times as fast as Bad, with intervals.
    function forest(measured) {
        const others = measured.versions.filter(version => version.name !== 'Bad');
        const { earlier, guess } = measured;
        const all = [...others, ...earlier].flatMap(version => [version.low, version.high]);
        const scale = axis([1, ...all, ...(guess ? [guess[1]] : [])]);
        const top = guess ? 38 : 20;
        let y = top + 6;
        const marks = [];
        for (const version of others) {
            const isYours = version.name === 'yours';
            y += 18;
            marks.push(...mark(scale, version, version.ratio, y));
            // The latest of the earlier ones is the nearest.
            for (const before of isYours ? [...earlier].reverse() : []) {
                y += 9;
                marks.push(interval(scale, before, y, 'chart-interval is-faint'));
                marks.push(svg('circle', { class: 'chart-point is-faint', cx: scale.place(before.ratio), cy: y, r: 3 }));
            }
            y += 14;
        }
        const line = (value, name) => svg('line', { class: name, x1: scale.place(value), x2: scale.place(value), y1: top - 16, y2: y });
        const behind = [line(1, 'chart-bad'), label(scale, 1, top - 6, 'Bad')];
        if (guess) {
            behind.push(line(guess[1], 'chart-guess'), label(scale, guess[1], 14, `your guess: ${guess[0]}`));
        }
        const title = `Times as fast as Bad: ${others.map(version => `${version.name} ${times(version)}`).join('; ')}.`;
        const drawing = frame(title, scale, top - 2, y, '×', [...behind, ...marks]);
        const figure = el('figure', { class: 'chart' }, el('figcaption', {}, ...caption(measured)), drawing, table(measured));
        window.Arena.watchScrollers(figure);
        return figure;
    }

    // What a chart shows, and on which machine and when it was measured.
    function measuredAt(what, how, { seconds, machine, is_current: isCurrent }) {
        const date = new Date(seconds * 1000);
        const when = date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
        return [el('strong', {}, what), `, ${how}: ${machine}, `, el('time', { datetime: date.toISOString() }, when), '.',
            ...(isCurrent ? [] : [' The source has changed since.'])];
    }

    function caption(measured) {
        const { earlier } = measured;
        const parts = measuredAt('Times as fast as Bad', 'with 99 % intervals', measured);
        if (earlier.length > 0) {
            const ratios = earlier.map(before => before.ratio);
            const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map(ratio => `${ratio.toFixed(2)}×`);
            parts.push(earlier.length === 1 ? ` Faint: yours before, ${least}.`
                : ` Faint: yours in the ${earlier.length} measurements before, ${least} to ${most}.`);
        }
        return parts;
    }

    // Columns in which nothing is known are left out.
    function table({ versions }) {
        const columns = [
            ['Times as fast [99 %]', version => (version.name === 'Bad' ? '1' : times(version))],
            ['Page faults a call', version => (version.faults === null ? null : percall(version.faults))],
            ['Heap calls', version => (version.heap_calls === null ? null : whole(version.heap_calls))],
        ].filter(([, figure]) => versions.some(version => figure(version) !== null));
        return el('div', { class: 'table-wrapper' }, el('table', {},
            el('thead', {}, el('tr', {}, el('td', {}), ...columns.map(([name]) => el('th', { scope: 'col' }, name)))),
            el('tbody', {}, ...versions.map(version => el('tr', {},
                el('th', { scope: 'row' }, version.name),
                ...columns.map(([, figure]) => el('td', {}, figure(version) ?? '–')))))));
    }

    // The unit in which people say a time of so many nanoseconds, and its size.
    const UNITS = [['s', 1e9], ['ms', 1e6], ['µs', 1e3], ['ns', 1]];
    const unitOf = nanoseconds => UNITS.find(([, size]) => nanoseconds >= size) || UNITS[UNITS.length - 1];

    // An exercise's versions by number of threads: from the fastest process to the slowest, with the median between.
    function threads(measured) {
        const { versions } = measured;
        const all = versions.flatMap(({ times }) => times.flatMap(([, spread]) => spread));
        const [unit, size] = unitOf(Math.max(...all));
        const shown = value => number(value / size);
        const spread = ([low, middle, high]) => `${shown(middle)} [${shown(low)}, ${shown(high)}]\u00a0${unit}`;
        const scale = axis(all.map(value => value / size));
        let y = 4;
        const marks = [];
        versions[0].times.forEach(([count], at) => {
            y += 18;
            marks.push(text(0, y, count === 1 ? '1 thread' : `${count} threads`, { class: 'chart-name' }));
            for (const version of versions) {
                if (!version.times[at]) {
                    continue;
                }
                const [low, middle, high] = version.times[at][1].map(value => value / size);
                y += 20;
                marks.push(...mark(scale, { name: version.name, low, high }, middle, y));
                y += 5;
            }
            y += 8;
        });
        const said = versions.map(version => `${version.name} ${version.times.map(([count, [, middle]]) => `${shown(middle)}\u00a0${unit} with ${count}`).join(', ')}`);
        const drawing = frame(`Time of a call by number of threads: ${said.join('; ')}.`, scale, 2, y + 8, `\u00a0${unit}`, marks);
        const how = 'by number of threads, from the fastest process to the slowest, with the median between; no ratio holds from one run to the next';
        const figure = el('figure', { class: 'chart' }, el('figcaption', {}, ...measuredAt('Time of a call', how, measured)), drawing,
            el('div', { class: 'table-wrapper' }, el('table', {},
                el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Threads'), ...versions.map(version => el('th', { scope: 'col' }, version.name)))),
                el('tbody', {}, ...versions[0].times.map(([count], at) => el('tr', {}, el('th', { scope: 'row' }, String(count)),
                    ...versions.map(({ times }) => el('td', {}, times[at] ? spread(times[at][1]) : '–'))))))));
        window.Arena.watchScrollers(figure);
        return figure;
    }

    // A claim: for each case a bar from the least figure to the greatest, on the published range.
    function bars({ claim, published, unit, rows, guesses }) {
        const figures = rows.flatMap(row => row.figures);
        const scale = axis([...figures.map(figure => figure.value), ...published, ...guesses]);
        const space = unit === '×' ? '' : ' ';
        const top = guesses.length ? 38 : 20;
        let y = top + 2;
        const marks = [];
        for (const { what, figures: cases } of rows) {
            const values = cases.map(figure => figure.value);
            const ends = { low: Math.min(...values), high: Math.max(...values) };
            for (const line of lines(what)) {
                y += 15;
                marks.push(text(0, y - 2, line, { class: 'chart-name' }));
            }
            y += 9;
            marks.push(interval(scale, ends, y, 'chart-bar'));
            marks.push(...cases.map(figure => svg('circle', { class: 'chart-point', cx: scale.place(figure.value), cy: y, r: 4 },
                svg('title', {}, `${figure.name}: ${figure.shown}`))));
            y += 10;
        }
        const [from, to] = published.map(scale.share);
        const behind = [
            svg('rect', { class: 'chart-published', x: scale.place(published[0]), y: top - 16, width: `${(100 * (to - from)).toFixed(2)}%`, height: y - top + 16 }),
        ];
        for (const guess of guesses) {
            behind.push(svg('line', { class: 'chart-guess', x1: scale.place(guess), x2: scale.place(guess), y1: 2, y2: y }));
        }
        behind.push(label(scale, published[0], top - 5, `published: ${published.map(number).join(' to ')}${space}${unit}`));
        if (guesses.length) {
            behind.push(label(scale, guesses[0], 14, `your guess: ${guesses.map(number).join(', ')}${space}${unit}`));
        }
        const title = `${claim} The figures of this machine on the published range: the table below has the same.`;
        return el('figure', { class: 'chart' },
            el('figcaption', {}, el('strong', {}, claim), ' Each bar is a row of the table below, and each point a figure in it; what was published is shaded.'),
            frame(title, scale, top - 2, y, `${space}${unit}`, [...behind, ...marks]));
    }

    window.Arena.chart = { forest, threads, bars };
})();
