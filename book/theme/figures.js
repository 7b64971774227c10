// <arena-figures>: a table of published speedups, each beside the reader's own once it was measured. `data-columns` says what
// the first columns are: `exercise`, and any of `tuned` and `reference`.
(function () {
    'use strict';

    const { el, live } = window.Arena;
    let latest = null;
    const shown = new Set();
    const interval = ([ratio, low, high]) => `${ratio.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;

    class Figures extends HTMLElement {
        connectedCallback() {
            shown.add(this);
            this.show(latest);
        }

        disconnectedCallback() {
            shown.delete(this);
        }

        show(exercises) {
            const names = this.dataset.columns.split(' ');
            const rows = [...this.querySelectorAll('tbody tr')];
            const own = rows.map(row => {
                const id = row.cells[names.indexOf('exercise')].textContent.trim();
                const exercise = (exercises || []).find(other => other.id === id);
                return exercise ? exercise.speedups : null;
            });
            const drawn = JSON.stringify(own);
            if (drawn === this.drawn) {
                return;
            }
            this.drawn = drawn;
            this.querySelectorAll('.own').forEach(node => node.remove());
            if (!own.some(Boolean)) {
                return;
            }
            this.querySelector('thead tr').append(el('th', { class: 'own' }, 'Yours, here'));
            rows.forEach((row, at) => {
                names.forEach((name, column) => {
                    if (own[at] && own[at][name]) {
                        row.cells[column].append(el('span', { class: 'own' }, ` here ${interval(own[at][name])}`));
                    }
                });
                row.append(el('td', { class: 'own' }, own[at] ? interval(own[at].yours) : '–'));
            });
        }
    }

    live.on('overview', ({ exercises }) => {
        latest = exercises;
        shown.forEach(element => element.show(exercises));
    });
    customElements.define('arena-figures', Figures);
})();
