// <arena-figure>: a figure that the press has written, alive. A slider or a button in its sentence changes what is drawn;
// nothing below it moves.
(function () {
    'use strict';

    const { el, grouped } = window.Arena;

    // The same elements as `figures/drawing.rs` writes.
    function draw({ lanes, facts, sums, said }) {
        return [
            el('div', { class: 'lanes' }, ...lanes.map(drawLane)),
            ...(facts.length > 0 ? [el('dl', { class: 'facts' }, ...facts.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))))] : []),
            ...(sums.length > 0 ? [drawSums(sums)] : []),
            said,
        ];
    }

    function drawLane({ name, note, of, finger, groups, columns, pieces, ticks }) {
        const lane = el('div', { class: 'lane', 'aria-hidden': 'true', style: `--of: ${of}` },
            el('p', {}, el('b', {}, name), ' ', el('span', {}, note)));
        if (columns.length > 0) {
            lane.append(el('div', { class: 'columns' }, ...columns.map(at => el('span', { style: `--at: ${at}` }))));
        }
        if (groups) {
            lane.append(el('div', { class: 'groups' }, ...groups.map(drawPiece)));
        }
        lane.append(el('div', { class: 'strip' }, ...pieces.map(drawPiece),
            ...(finger === null ? [] : [el('span', { class: 'tip', style: `--at: ${finger}` })])));
        if (ticks.length > 0) {
            lane.append(el('div', { class: 'ruler' }, ...ticks.map(([at, label]) => el('span', { style: `--at: ${at}` }, label))));
        }
        return lane;
    }

    function drawPiece({ kind, at, size, text }) {
        return el('span', { class: `piece is-${kind}`, style: `--at: ${at}; --size: ${size}` }, text);
    }

    function drawSums([head, ...body]) {
        return el('table', { class: 'sums' },
            el('thead', {}, el('tr', {}, ...head.map(cell => el('th', { scope: 'col' }, cell)))),
            el('tbody', {}, ...body.map(row => el('tr', {}, ...row.map(cell => el('td', {}, cell))))));
    }

    class Figure extends HTMLElement {
        connectedCallback() {
            if (this.is) {
                return;
            }
            this.is = this.getAttribute('kind');
            const draw = window.Arena.drawings[this.is];
            const slider = this.querySelector('.drive input');
            const output = this.querySelector('.drive output');
            if (this.is === 'order') {
                this.swaps(draw);
            } else if (!draw) {
                this.moments(slider, output);
            } else {
                slider.addEventListener('input', () => {
                    const value = Number(slider.value);
                    output.textContent = grouped(value);
                    this.show(draw(value));
                });
            }
        }

        show(drawing) {
            const [lanes, ...rest] = draw(drawing);
            const said = rest.pop();
            const box = this.querySelector('.drawing');
            const words = box.querySelector('.figure-said');
            box.replaceChildren(lanes, ...rest, words);
            words.textContent = said;
        }

        // All moments are written in the page: the slider chooses one.
        moments(slider, output) {
            const names = this.querySelector('[data-moments]')?.dataset.moments.split('|');
            if (!names) {
                // A page that was saved anew has got a figure whose script it has not loaded: it stays as it is written.
                return;
            }
            const choose = () => {
                const at = Number(slider.value);
                output.textContent = names[at];
                slider.setAttribute('aria-valuetext', names[at]);
                this.querySelectorAll('[data-place]').forEach(place => {
                    const isHere = Number(place.dataset.place) === at;
                    place.classList.toggle('is-here', isHere);
                    // What was tried stays to be read.
                    place.classList.toggle('is-seen', isHere || place.classList.contains('is-seen'));
                });
                this.querySelectorAll('[data-states]').forEach(thing => {
                    const states = thing.dataset.states.split('|');
                    states.forEach(state => state && thing.classList.remove(`is-${state.split(' ')[0]}`));
                    if (states[at]) {
                        thing.classList.add(`is-${states[at].split(' ')[0]}`);
                    }
                    if (thing.lastElementChild?.matches('small')) {
                        thing.lastElementChild.textContent = states[at];
                    }
                });
            };
            slider.addEventListener('input', choose);
            choose();
        }

        // A button between two values swaps them.
        swaps(draw) {
            const order = [0, 1, 2];
            const names = [...this.querySelectorAll('.order b')];
            this.querySelectorAll('.order button').forEach((button, at) => button.addEventListener('click', () => {
                [order[at], order[at + 1]] = [order[at + 1], order[at]];
                const [left, right] = [names[at], names[at + 1]].map(name => [...name.childNodes]);
                names[at].replaceChildren(...right);
                names[at + 1].replaceChildren(...left);
                this.show(draw(order));
            }));
        }
    }

    customElements.define('arena-figure', Figure);
})();
