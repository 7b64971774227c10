// Search: a panel under the bar, which leaves the page where it is. The text of the book (`search-index.js`, see
// press/src/search.rs) is loaded when someone searches; what is typed meanwhile is found once it is there.
(function () {
    'use strict';

    const { el } = window.Arena;
    const button = document.getElementById('search-toggle');
    const panel = document.getElementById('search');
    const bar = document.getElementById('search-bar');
    const list = document.getElementById('search-results');
    const status = document.getElementById('search-status');
    const meaning = document.getElementById('search-term');
    const main = document.querySelector('main');
    if (!button) {
        return;
    }
    const root = document.documentElement.dataset.root;
    const RESULTS = 20;
    const RESULTS_OF_A_PAGE = 3;
    const TEASER_WORDS = 30;
    let index = null;
    let script = null;
    let before = null;

    // Words, in the order of a text: letters and digits, so that `alloc_slice_copy` has three.
    const words = text => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];

    // A word without its ending, roughly: chunk and chunks, allocate and allocating, reuse and reused are equal. The book has
    // few different words, so each is shortened once.
    const short = new Map();
    function stem(word) {
        let found = short.get(word);
        if (found === undefined) {
            found = shorten(word);
            short.set(word, found);
        }
        return found;
    }

    function shorten(word) {
        const base = word.replace(/ies$/, 'y').replace(/([^sui])s$/, '$1');
        const ending = /(?:ing|ed)$/.exec(base);
        const before = ending ? base.slice(0, ending.index) : base;
        const cut = before.length > 1 && /[aeiouy]/.test(before) ? before : base;
        const single = cut.replace(/([bdgmnprt])\1$/, '$1');
        return single.length > 3 ? single.replace(/e$/, '') : single;
    }
    const stems = text => words(text).map(stem);

    // What the index holds of the book's text: how often each word is in each section and page.
    function prepare({ pages, sections, terms }) {
        const places = new Map();
        const lengths = sections.map(([page, , title, text], at) => {
            const all = stems(`${title} ${text}`);
            for (const word of all) {
                if (!places.has(word)) {
                    places.set(word, { sections: new Map(), pages: new Map() });
                }
                const { sections: inSections, pages: inPages } = places.get(word);
                inSections.set(at, (inSections.get(at) || 0) + 1);
                inPages.set(page, (inPages.get(page) || 0) + 1);
            }
            return all.length;
        });
        const pageLengths = pages.map((_, page) => sections.reduce((sum, [of], at) => sum + (of === page ? lengths[at] : 0), 0));
        const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
        const titles = sections.map(([, , title]) => new Set(stems(title)));
        const known = terms.map(term => ({ ...term, keys: term.names.map(name => stems(name).join(' ')) }));
        return {
            pages, sections, terms: known, places, lengths, pageLengths, titles,
            meanLength: mean(lengths), meanPage: mean(pageLengths), vocabulary: [...places.keys()].sort(),
        };
    }

    // How much `count` uses of a word in a text of this length say (BM25).
    const weigh = (count, length, mean) => count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean));

    // The words of the book that a typed word may stand for: itself, and those that it begins.
    function meant(word, whole) {
        const found = index.places.has(word) ? [[word, 1]] : [];
        if (whole.length > 1) {
            const longer = index.vocabulary.filter(known => known !== word && (known.startsWith(word) || known.startsWith(whole)));
            found.push(...longer.map(known => [known, 0.35 * whole.length / Math.max(known.length, whole.length)]));
        }
        return found;
    }

    // Whether a section is where an address leads, which may name only the page.
    function isAt(address, page, id) {
        const [url, fragment] = address.split('#');
        return index.pages[page].url === url && (!fragment || fragment === id);
    }

    // The sections with all words of a query, or with any if none has all; the best first.
    function search(query) {
        const typed = words(query);
        const scores = new Map();
        const key = stems(query).join(' ');
        for (const whole of new Set(typed)) {
            const here = new Map();
            for (const [word, weight] of meant(stem(whole), whole)) {
                const { sections, pages } = index.places.get(word);
                const rare = Math.log(1 + index.sections.length / sections.size);
                for (const [at, count] of sections) {
                    const page = index.sections[at][0];
                    const ofSection = weigh(count, index.lengths[at], index.meanLength);
                    const ofPage = weigh(pages.get(page), index.pageLengths[page], index.meanPage);
                    const ofTitle = index.titles[at].has(word) ? 1.5 : 0;
                    const score = weight * rare * (ofSection + 0.6 * ofPage + ofTitle) * index.pages[page].weight;
                    here.set(at, Math.max(here.get(at) || 0, score));
                }
            }
            for (const [at, score] of here) {
                const found = scores.get(at) || { words: 0, score: 0 };
                scores.set(at, { words: found.words + 1, score: found.score + score });
            }
        }
        const all = new Set(typed).size;
        const some = [...scores].filter(([, { words: has }]) => has === all);
        const term = index.terms.find(({ keys }) => keys.includes(key));
        const phrase = query.trim().toLowerCase();
        const ranked = (some.length > 0 ? some : [...scores]).map(([at, { score }]) => {
            const [, , title, text] = index.sections[at];
            const isPhrase = typed.length > 1 && `${title} ${text}`.toLowerCase().includes(phrase);
            return { at, score: (isPhrase ? 1.5 : 1) * score };
        });
        ranked.sort((a, b) => b.score - a.score);
        // What explains a term comes first, in whatever words; the glossary's entry is shown above.
        const explains = term && term.explained ? index.sections.findIndex(([page, id]) => isAt(term.explained, page, id)) : -1;
        if (explains >= 0) {
            ranked.unshift({ at: explains });
        }
        const ofPage = new Map();
        const shown = ranked.filter(({ at }, rank) => {
            const [page, id] = index.sections[at];
            if (at === explains && rank > 0 || term && isAt(term.url, page, id)) {
                return false;
            }
            ofPage.set(page, (ofPage.get(page) || 0) + 1);
            return ofPage.get(page) <= RESULTS_OF_A_PAGE;
        });
        return { term, results: shown.slice(0, RESULTS).map(({ at }) => index.sections[at]) };
    }

    // Whether a word of a text is one of those that were typed, or goes on from one.
    function matcher(query) {
        const typed = words(query).map(whole => [whole, stem(whole)]);
        return word => typed.some(([whole, short]) => stem(word) === short || whole.length > 1 && word.startsWith(whole));
    }

    // The words of a text from `start` on, with marks. Code has no spaces where a word ends: each piece is looked at.
    function marked(text, isMeant) {
        const parts = [];
        let from = 0;
        for (const found of text.matchAll(/[\p{L}\p{N}]+/gu)) {
            if (isMeant(found[0].toLowerCase())) {
                parts.push(text.slice(from, found.index), el('mark', {}, found[0]));
                from = found.index + found[0].length;
            }
        }
        return [...parts, text.slice(from)];
    }

    // The part of a text with most of the words that were typed, from the start of a sentence if one is near.
    function teaser(text, isMeant) {
        const all = text.split(' ');
        const hits = all.map(word => words(word).some(isMeant) ? 1 : 0);
        let [best, most, sum] = [0, -1, 0];
        for (let at = 0; at < all.length; at += 1) {
            sum += hits[at] - (at >= TEASER_WORDS ? hits[at - TEASER_WORDS] : 0);
            if (sum > most) {
                [best, most] = [Math.max(0, at - TEASER_WORDS + 1), sum];
            }
        }
        const first = Math.max(best, hits.indexOf(1, best) - 8);
        const sentence = all.slice(Math.max(0, first - 8), first + 1).findLastIndex((_, at) =>
            /[.:?]$/.test(all[Math.max(0, first - 8) + at - 1] || '.'));
        const start = sentence >= 0 ? Math.max(0, first - 8) + sentence : first;
        const end = Math.min(all.length, start + TEASER_WORDS);
        const [lead, trail] = [start > 0 ? '… ' : '', end < all.length ? ' …' : ''];
        return [lead, ...marked(all.slice(start, end).join(' '), isMeant), trail];
    }

    function show() {
        const query = bar.value.trim();
        meaning.replaceChildren();
        list.replaceChildren();
        if (!query || !index) {
            status.textContent = query ? 'The text of the book is being loaded…' : '';
            return;
        }
        const { term, results } = search(query);
        const isMeant = matcher(query);
        const number = results.length === RESULTS ? `The best ${RESULTS} results` : `${results.length} result${results.length === 1 ? '' : 's'}`;
        status.textContent = results.length > 0 ? `${number} for “${query}”` : `Nothing found for “${query}”.`;
        if (term) {
            meaning.append(el('a', { href: root + term.url }, term.names[0]), `: ${term.means}`);
        }
        list.append(...results.map(([page, id, title, text]) => {
            const { url, title: chapter } = index.pages[page];
            const href = `${root}${url}?highlight=${encodeURIComponent(query)}${id ? `#${id}` : ''}`;
            const name = title && title !== chapter ? `${chapter} › ${title}` : chapter;
            return el('li', {}, el('a', { href }, ...marked(name, isMeant)), el('p', { class: 'teaser' }, ...teaser(text, isMeant)));
        }));
    }

    function load() {
        if (script) {
            return;
        }
        script = el('script', { src: `${root}search-index.js` });
        script.addEventListener('error', () => {
            script = null;
            status.textContent = 'The text of the book cannot be loaded: try again.';
        });
        document.head.append(script);
    }

    function open() {
        if (panel.hidden) {
            before = document.activeElement;
        }
        panel.hidden = false;
        button.setAttribute('aria-expanded', 'true');
        bar.focus({ preventScroll: true });
        bar.select();
        load();
    }

    function close() {
        panel.hidden = true;
        button.setAttribute('aria-expanded', 'false');
        (before && before !== document.body && before.isConnected ? before : button).focus({ preventScroll: true });
    }

    // Marks the words that were searched for in the text, and opens what hides all of them in the section.
    function highlight(query) {
        const isMeant = matcher(query);
        const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, node =>
            node.parentElement.closest('script, style, svg, button, mark') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
        const nodes = [];
        while (walker.nextNode()) {
            nodes.push(walker.currentNode);
        }
        for (const node of nodes) {
            const parts = marked(node.data, isMeant);
            if (parts.length > 1) {
                node.replaceWith(...parts);
            }
        }
        const marks = [...main.querySelectorAll('mark')];
        const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        const first = marks.find(mark => !target || target.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING);
        const box = first && first.closest('details:not([open], [hidden])');
        if (box && !marks.some(mark => mark.checkVisibility() && mark.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_PRECEDING)) {
            box.open = true;
        }
    }

    // A page that is a file may not be allowed to.
    function remember(state, address) {
        try {
            history.replaceState(state, '', address);
        } catch {
            // The marks come back with a reload.
        }
    }

    function unmark() {
        const marks = main.querySelectorAll('mark');
        marks.forEach(mark => {
            const parent = mark.parentNode;
            mark.replaceWith(...mark.childNodes);
            parent.normalize();
        });
        if (marks.length > 0) {
            remember(history.state, location.pathname + location.hash);
        }
    }

    button.addEventListener('click', () => (panel.hidden ? open() : close()));
    // Whatever changes the text: keys, a paste, a voice, the button that empties it.
    bar.addEventListener('input', show);
    bar.form.addEventListener('submit', event => {
        event.preventDefault();
        const first = list.querySelector('a');
        if (first) {
            first.click();
        }
    });
    // A way back to the results.
    list.addEventListener('click', () => remember({ search: bar.value }));

    panel.addEventListener('keydown', event => {
        const stops = [bar, ...panel.querySelectorAll('a')];
        const to = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (event.key === 'Escape') {
            event.preventDefault();
            close();
        } else if (to) {
            const next = stops[stops.indexOf(document.activeElement) + to];
            event.preventDefault();
            if (next) {
                next.focus();
            }
        }
        // These keys neither turn the page nor start something in it.
        event.stopPropagation();
    });

    document.addEventListener('click', event => {
        if (!panel.hidden && !panel.contains(event.target) && !button.contains(event.target)) {
            panel.hidden = true;
            button.setAttribute('aria-expanded', 'false');
        }
    });

    document.addEventListener('keydown', event => {
        const field = (event.composedPath()[0] || event.target);
        const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
        if (!isPlain || /^(?:input|select|textarea)$/i.test(field.nodeName) || field.isContentEditable) {
            return;
        }
        if (event.key === '/' || event.key === 's') {
            event.preventDefault();
            open();
        } else if (event.key === 'Escape') {
            unmark();
        }
    });

    // The index calls this.
    window.Arena.index = data => {
        index = prepare(data);
        show();
    };
    // The book was built anew: the next search reads its new text.
    window.Arena.forgetIndex = () => {
        script = null;
        index = null;
        if (!panel.hidden) {
            load();
        }
    };

    const asked = new URLSearchParams(location.search);
    const [entry] = performance.getEntriesByType('navigation');
    const again = entry && entry.type === 'back_forward' && history.state && history.state.search;
    if (asked.get('highlight')) {
        highlight(asked.get('highlight'));
    }
    if (asked.get('search') || again) {
        bar.value = asked.get('search') || again;
        open();
    }
})();
