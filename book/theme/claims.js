// <arena-claims>: the published claims, tried on this machine at a press of a button, and drawn.
(function () {
    'use strict';

    const { el, live, chart } = window.Arena;
    // What the server told last: a saved chapter brings another element.
    let latest = null;
    const shown = new Set();

    class Claims extends HTMLElement {
        connectedCallback() {
            shown.add(this);
            if (this.panel) {
                return;
            }
            this.start = this.button('Measure here', 'claims', { class: 'primary' });
            this.stop = this.button('Stop', 'stop_claims', { hidden: true });
            this.bar = el('progress', { 'aria-label': 'Experiments that have run', hidden: true });
            this.busy = el('p', { class: 'busy' });
            this.said = el('p', { class: 'card-said', role: 'status' });
            this.panel = el('div', { class: 'claims-panel' },
                el('div', { class: 'controls' }, this.start, this.stop, this.bar, this.busy), this.said);
            this.prepend(this.panel);
            this.guess = this.before();
            // What the reader does there is known once it has dealt with it.
            for (const event of this.guess ? ['submit', 'click'] : []) {
                this.guess.addEventListener(event, () => this.draw());
            }
            this.draw();
            this.show(latest);
        }

        disconnectedCallback() {
            shown.delete(this);
        }

        button(text, what, attributes) {
            return el('button', { type: 'button', ...attributes, onclick: () => this.ask(what) }, text);
        }

        async ask(what) {
            const wrong = await live.wish('', what);
            if (wrong) {
                this.said.textContent = wrong;
            }
        }

        // The prediction that comes before the claims.
        before() {
            const predictions = [...document.querySelectorAll('arena-predict')];
            return predictions.filter(node => node.compareDocumentPosition(this) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
        }

        show(claims) {
            if (!claims) {
                return;
            }
            const { busy, done, total, said } = claims;
            const hadFocus = [this.start, this.stop].includes(document.activeElement);
            this.start.hidden = Boolean(busy);
            this.start.textContent = this.querySelector('div.claims') ? 'Measure again' : 'Measure here';
            this.stop.hidden = !busy;
            this.bar.hidden = !busy;
            if (total) {
                this.bar.max = total;
                this.bar.value = done;
            } else {
                this.bar.removeAttribute('value');
            }
            this.busy.textContent = !busy ? '' : total ? `${busy}, ${done} of ${total} done` : `${busy}…`;
            this.said.textContent = said && !busy ? said[1] : '';
            // The button that was pressed gives its place to the other.
            if (hadFocus) {
                (busy ? this.stop : this.start).focus();
            }
        }

        // Numbers in the guess: with a unit that of the unit; without, the first is a time, and the others are factors.
        guesses(unit) {
            const kept = this.guess && this.guess.kept;
            const numbers = [...((kept && kept.guess) || '').matchAll(/(\d+(?:\.\d+)?)\s*(ns|×|x|times)?/gi)];
            return numbers.map(([, value, named], at) => {
                const isTime = named ? named.toLowerCase() === 'ns' : at === 0;
                return isTime === (unit === 'ns') ? Number(value) : 0;
            }).filter(value => value > 0 && value < 1e6);
        }

        draw() {
            const kept = `guess ${JSON.stringify(this.guess ? this.guess.kept : null)}`;
            if (kept === this.drawn) {
                return;
            }
            this.drawn = kept;
            this.querySelectorAll('figure').forEach(figure => figure.remove());
            const asked = new Set();
            for (const details of this.querySelectorAll('details[data-published]')) {
                const { published, unit, values } = details.dataset;
                const names = [...details.querySelectorAll('thead th')].map(head => head.textContent);
                const lines = [...details.querySelectorAll('tbody tr')];
                const rows = values.split(';').map((row, at) => ({
                    what: lines[at].querySelector('th').textContent,
                    figures: row.split(',').map((value, column) => ({
                        name: names[column],
                        value: Number(value),
                        shown: lines[at].querySelectorAll('td')[column].textContent,
                    })).filter(figure => figure.value > 0),
                })).filter(row => row.figures.length > 0);
                // The question is about the first claim with its unit.
                const guesses = asked.has(unit) ? [] : this.guesses(unit);
                asked.add(unit);
                const claim = details.querySelector('summary').textContent;
                details.before(chart.bars({ claim, unit, rows, guesses, published: published.split(',').map(Number) }));
            }
        }
    }

    // Guesses come from the server, and another page may change them.
    live.on('overview', () => shown.forEach(element => element.draw()));
    live.on('claims', claims => {
        latest = claims;
        shown.forEach(element => element.show(claims));
    });
    customElements.define('arena-claims', Claims);
})();
