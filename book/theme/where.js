// On the first page of a served book: where the reader is, and what to go on with.
(function () {
    'use strict';

    const { el, live, store } = window.Arena;

    // Known on every page, so that the first one has its place the first time that it is opened again.
    const hasBegun = exercises => exercises.some(exercise => exercise.standing || exercise.known);
    const keep = parts => store.set('where', { ...store.get('where'), ...parts });
    live.on('overview', ({ exercises }) => keep({ begun: hasBegun(exercises) }));

    const first = document.querySelector('#contents a');
    const isFirst = first && (first.getAttribute('aria-current') === 'page');
    const title = document.querySelector('main h1');
    if (!isFirst || !title) {
        return;
    }
    const panel = el('section', { class: 'where', 'aria-label': 'Where you are', 'data-added': true });

    // Before the server answers, it takes the room that it took last, so that nothing moves. Who has begun goes on at the
    // top of the page; who has not reads first what the book is.
    const last = store.get('where') || {};
    const section = document.querySelector('main h2');
    panel.style.minHeight = `${last.height || 220}px`;
    if (last.begun || !section) {
        title.after(panel);
    } else {
        section.before(panel);
    }

    // The parts of the book, each with the pages below its title.
    function parts() {
        const found = [];
        for (const node of document.querySelectorAll('#contents li')) {
            if (node.classList.contains('part-title')) {
                found.push({ name: node.textContent.trim(), pages: new Set() });
                continue;
            }
            const link = node.querySelector('a');
            if (link && found.length > 0) {
                found[found.length - 1].pages.add(new URL(link.href).pathname.split('/').pop());
            }
        }
        return found;
    }

    const isDone = exercise => exercise.passed || exercise.known;
    const minutes = exercises => exercises.reduce((sum, exercise) => sum + exercise.minutes, 0);
    const hours = count => (count < 90 ? `${count} minutes` : `${(count / 60).toFixed(1)} hours`);

    function show({ exercises, next }) {
        const done = exercises.filter(isDone);
        const todo = exercises.filter(exercise => !isDone(exercise));
        const stars = exercises.filter(exercise => exercise.star).length;
        const target = exercises.find(exercise => exercise.id === next);
        const begun = hasBegun(exercises);
        const lines = [];
        if (target) {
            const so = target.standing === 'failed' ? `, ${target.steps[0]} of ${target.steps[1]} steps passed`
                : target.standing === 'build_failed' ? ', which does not compile yet' : '';
            lines.push(el('p', { class: 'where-next' },
                el('a', { href: `${target.page}#exercise-${target.id}` },
                    `${begun ? 'Go on with' : 'Begin with'} exercise ${target.number}: ${target.title}`),
                begun ? so : `, about ${target.minutes} minutes`));
        } else {
            lines.push(el('p', { class: 'where-next' }, 'Every exercise has passed, or is marked as known.'));
        }
        lines.push(el('p', {}, `${done.length} of ${exercises.length} exercises done`,
            stars ? `, ${stars} with a star` : '',
            todo.length ? `; about ${hours(minutes(todo))} left, of ${hours(minutes(exercises))}.` : '.'));
        lines.push(el('ul', { class: 'where-parts' }, ...parts().map(({ name, pages }) => {
            const here = exercises.filter(exercise => pages.has(exercise.page));
            const passed = here.filter(isDone).length;
            return here.length === 0 ? '' : el('li', {},
                el('span', { class: 'where-name' }, name),
                el('meter', { min: 0, max: here.length, value: passed, 'aria-label': name }, `${passed} of ${here.length}`),
                el('span', { class: 'where-count' }, `${passed} of ${here.length}`));
        })));
        panel.style.minHeight = '';
        panel.replaceChildren(...lines);
        keep({ height: panel.offsetHeight });
    }

    live.on('overview', show);
})();
