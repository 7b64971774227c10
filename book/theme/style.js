// The style page: what its components show, in place of a server and of a reader. Only that page has this script, before
// those of the components.
(function () {
    'use strict';

    const arena = window.Arena;
    const listeners = {};
    const specimen = name => document.querySelector(`[data-name="${name}"]`);

    // Nothing is kept: neither what is answered here, nor is there anything that a reader answered elsewhere.
    const kept = new Map();
    arena.store = {
        get: key => kept.get(key) ?? null,
        set: (key, value) => kept.set(key, value),
        remove: key => kept.delete(key),
    };

    arena.live = {
        on(kind, listener) {
            (listeners[kind] ||= []).push(listener);
        },
        wish: async () => 'There is no server behind this page.',
        predict: async () => false,
        trace: async () => { throw new Error('There is no server behind this page.'); },
        predictions: null,
        isReady: () => true,
    };

    const tell = (kind, data) => (listeners[kind] || []).forEach(listener => listener(data));

    const untouched = {
        busy: null, standing: null, steps: [], heap_calls: null, failure: null, pass: null, has_passed: false, step: '',
        hints: [], more_hints: 0, lesson: null, guess: null, said: null, can_measure: true, trace: null, measured: null,
        solution: null,
    };

    const measured = {
        seconds: 1795000000,
        machine: 'a machine, its system, a compiler',
        is_current: true,
        versions: [
            { name: 'Bad', ratio: 1, low: 1, high: 1, faults: 12, heap_calls: 10000 },
            { name: 'yours', ratio: 2.1, low: 1.9, high: 2.3, faults: 3, heap_calls: 9 },
            { name: 'the solution', ratio: 2.4, low: 2.35, high: 2.45, faults: 3, heap_calls: 9 },
        ],
        earlier: [{ seconds: 1794000000, ratio: 1.6, low: 1.5, high: 1.7 }],
        guess: ['about 3×', 3],
    };

    function cards() {
        // The steps of a card as it lists them, of which the first `count` pass.
        const steps = (id, count) => [...document.querySelectorAll(`#exercise-${id} ul.steps code:first-child`)].map((code, at) =>
            ({ name: code.textContent, passed: at < count, figure: at === 1 && at < count ? '9 of 24' : null }));
        const first = (id, count) => (steps(id, count).find(step => !step.passed) || steps(id, count)[0]).name;
        return [
            {
                id: 'bump-by-hand',
                guess: { ask: 'How many of `1,000` values need a call?', choices: ['none', 'one', 'all'] },
            },
            {
                id: 'parse-tree',
                standing: 'failed',
                steps: steps('parse-tree', 1),
                heap_calls: '10 000 → 10 000',
                failure: {
                    title: 'step2_budget: failed',
                    claim: 'ten thousand nodes need at most 24 calls to the heap',
                    message: 'yours: 10 000 heap allocations, where at most 24 will do\n  2 563 × 24 B  src/lib.rs:178  Box::new(number)',
                    question: 'Who asks for a block at `Box::new`, and how often?',
                    since: 'nothing has changed.',
                    place: 'tests/graded/step2_budget.rs:20',
                },
                step: first('parse-tree', 1),
                hints: ['What does the arena hand out?'],
                more_hints: 2,
                lesson: 'Each node asks for a block.\n\nAn arena asks once.',
                said: [1, 'The hint is for `step2_budget`.'],
            },
            {
                id: 'leaky-nodes',
                standing: 'passed',
                steps: steps('leaky-nodes', 99),
                heap_calls: '10 000 → 9',
                pass: [['your guess', 'about 3×'], ['speed', '2.10× [1.90, 2.30]'], ['to try', 'make the chunk `1 MiB`, and look again']],
                has_passed: true,
                measured,
                trace: 1,
            },
            {
                id: 'running-drop',
                standing: 'build_failed',
                failure: {
                    title: 'does not compile',
                    claim: null,
                    message: 'error[E0515]: cannot return value referencing local variable `arena`\n  src/lib.rs:31',
                    question: null,
                    since: null,
                    place: null,
                },
            },
        ].map(card => ({ ...untouched, ...card }));
    }

    const overview = {
        predictions: {},
        next: 'parse-tree',
        exercises: [
            { id: 'bump-by-hand', number: 1, title: 'A bump allocator by hand', minutes: 20, passed: true, star: true },
            { id: 'parse-tree', number: 2, title: 'A parse tree in an arena', minutes: 20, standing: 'failed', steps: [1, 4] },
            { id: 'leaky-nodes', number: 3, title: 'Nodes that leak', minutes: 30 },
        ].map(exercise => ({ page: 'style.html', standing: null, known: false, passed: false, star: false, speedups: null, ...exercise })),
    };

    // As a reader would: chooses, and presses the button.
    function answer(name, at) {
        const box = specimen(name);
        box.querySelectorAll('input[type=radio]')[at].click();
        box.querySelector('button.primary').click();
    }

    addEventListener('DOMContentLoaded', () => {
        // What a facilitator has switched on.
        document.querySelector('.speaker-switch')?.click();
        cards().forEach(card => tell('card', card));
        tell('overview', overview);
        specimen('where').append(document.querySelector('.where'));
        const guess = specimen('prediction-answered');
        guess.querySelector('input').value = 'one for each';
        guess.querySelector('button.primary').click();
        answer('question-right', 1);
        answer('question-wrong', 0);
        specimen('chart').append(arena.chart.bars({
            claim: 'An arena is 20 to 50 times as fast',
            published: [20, 50],
            unit: '×',
            rows: [
                { what: 'nodes of 24 bytes, reused', figures: [{ name: 'build', value: 8, shown: '8×' }, { name: 'all', value: 14, shown: '14×' }] },
                { what: 'nodes of 256 bytes, fresh', figures: [{ name: 'build', value: 1.5, shown: '1.5×' }, { name: 'all', value: 2, shown: '2×' }] },
            ],
            guesses: [10],
        }));
        document.activeElement.blur();
        scrollTo(0, 0);
    });
})();
