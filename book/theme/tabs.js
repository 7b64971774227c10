// <arena-tabs>: alternatives of which the reader needs one. The last choice is stored.
//
// It contains headings of one level, each with its text. This script turns each heading into a tab, and its text into a
// panel. A link to a heading opens its panel.
(function () {
    'use strict';

    const { store, el } = window.Arena;
    const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

    // What follows a heading, up to the next one, under the heading's id.
    function panel(heading, headings) {
        const parts = [];
        for (let part = heading.nextElementSibling; part && !headings.includes(part); part = part.nextElementSibling) {
            parts.push(part);
        }
        const id = heading.id;
        heading.remove();
        return el('div', { id, role: 'tabpanel', 'data-name': heading.textContent.trim(), 'aria-labelledby': `tab-${id}`, tabindex: '0' }, ...parts);
    }

    class Tabs extends HTMLElement {
        connectedCallback() {
            if (this.tabs) {
                return;
            }
            const headings = [...this.querySelectorAll(':scope > :is(h2, h3, h4)')];
            const names = headings.map(heading => heading.textContent.trim());
            this.tabs = headings.map((heading, at) => el('button', {
                type: 'button', role: 'tab', id: `tab-${heading.id}`, 'aria-controls': heading.id,
                onclick: () => this.choose(at),
            }, names[at]));
            this.panels = headings.map(heading => panel(heading, headings));
            this.key = `tabs-${names.join('-')}`;
            const above = [...document.querySelectorAll('main :is(h1, h2)')]
                .filter(title => title.compareDocumentPosition(this) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
            const list = el('div', { role: 'tablist', 'aria-labelledby': above && above.id }, ...this.tabs);
            list.addEventListener('keydown', event => this.move(event));
            this.replaceChildren(list, ...this.panels);
            this.show(Math.max(0, names.indexOf(store.get(this.key))));
            this.follow();
            window.addEventListener('hashchange', () => this.follow());
        }

        show(chosen) {
            this.tabs.forEach((tab, at) => {
                tab.setAttribute('aria-selected', at === chosen);
                tab.tabIndex = at === chosen ? 0 : -1;
                this.panels[at].hidden = at !== chosen;
            });
        }

        choose(at) {
            this.show(at);
            this.tabs[at].focus();
            store.set(this.key, this.tabs[at].textContent);
        }

        move(event) {
            const { key, altKey, ctrlKey, metaKey } = event;
            const last = this.tabs.length - 1;
            const here = this.tabs.indexOf(document.activeElement);
            const to = { Home: 0, End: last }[key] ?? (here + STEPS[key] + last + 1) % (last + 1);
            if (Number.isNaN(to) || altKey || ctrlKey || metaKey) {
                return;
            }
            event.preventDefault();
            // These keys must not turn the page.
            event.stopPropagation();
            this.choose(to);
        }

        follow() {
            const at = this.panels.findIndex(panel => location.hash === `#${panel.id}`);
            if (at >= 0) {
                this.show(at);
                this.scrollIntoView();
            }
        }
    }

    customElements.define('arena-tabs', Tabs);
})();
