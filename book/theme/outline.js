// Where one is: the headings of this page, below its chapter in the contents, with the one that is being read; and links
// to its pictures, pairs, listings and questions.
(function () {
    'use strict';

    const { el } = window.Arena;
    const contents = document.getElementById('contents');
    const main = document.getElementById('mdbook-content');
    const chapter = contents.querySelector('a[aria-current=page]');
    const bar = document.querySelector('.bar');
    let headings = [];
    let links = [];
    let here = -1;
    let waits = false;

    // Headings in tabs and notes are no places of their own.
    function isPlace(heading) {
        return !heading.closest('arena-tabs, details');
    }

    // The page has its outline; one that was built again since it was loaded gets another.
    function showOutline() {
        headings = [...main.querySelectorAll('h2[id], h3[id]')].filter(isPlace);
        here = -1;
        const old = contents.querySelector('.outline');
        links = old ? [...old.querySelectorAll('a')] : [];
        const isOld = headings.length === links.length
            && headings.every((heading, at) => links[at].getAttribute('href') === `#${heading.id}` && links[at].textContent === heading.textContent.trim());
        if (!isOld) {
            old?.remove();
            build();
        }
        later();
    }

    function build() {
        links = [];
        const list = el('ol', { class: 'outline', 'aria-label': 'On this page' });
        for (const heading of headings) {
            const link = el('a', { href: `#${heading.id}` }, heading.textContent.trim());
            const parent = heading.matches('h3') && list.lastElementChild;
            if (parent && !parent.querySelector('ol')) {
                parent.append(el('ol', {}));
            }
            (parent ? parent.querySelector('ol') : list).append(el('li', {}, link));
            links.push(link);
        }
        if (chapter && headings.length > 1) {
            chapter.parentElement.append(list);
        }
    }

    // The last heading above the upper part of the window is being read; at the end of the page, the last of all.
    function follow() {
        const line = bar.offsetHeight + innerHeight / 5;
        const isEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
        const at = isEnd ? headings.length - 1 : headings.findLastIndex(heading => heading.getBoundingClientRect().top <= line);
        if (at === here) {
            return;
        }
        contents.querySelector('.outline [aria-current]')?.removeAttribute('aria-current');
        here = at;
        const link = links[at];
        link?.setAttribute('aria-current', 'location');
        // Only the list of contents scrolls.
        if (link && link.checkVisibility()) {
            const [box, line] = [contents.getBoundingClientRect(), link.getBoundingClientRect()];
            const hidden = Math.max(0, line.bottom + 40 - box.bottom) - Math.max(0, box.top + 40 - line.top);
            contents.scrollTop += hidden;
        }
    }

    function later() {
        if (!waits) {
            waits = true;
            requestAnimationFrame(() => {
                waits = false;
                follow();
            });
        }
    }

    // What can be linked to, its name, and where its link is shown. Questions are counted by the press.
    const PLACES = [
        ['.pair[id]', 'pair', 'figcaption'],
        ['figure.code[id]', 'listing', 'figcaption'],
        ['[id^="picture-"]', 'picture', 'figcaption'],
        ['.question', 'question', '.ask > :last-child'],
    ];
    const said = el('p', { role: 'status', class: 'only-read' });
    document.body.append(said);

    async function copyLink(link) {
        try {
            await navigator.clipboard.writeText(link.href);
            link.classList.add('is-copied');
            said.textContent = 'The link is copied to the clipboard.';
            setTimeout(() => {
                link.classList.remove('is-copied');
                said.textContent = '';
            }, 2000);
        } catch {
            // It is in the address bar now.
        }
    }

    function addPlaces(part) {
        for (const [selector, name, where] of PLACES) {
            for (const [at, place] of part.querySelectorAll(selector).entries()) {
                const id = place.id || `q${at + 1}`;
                const target = place.querySelector(where);
                if (target && document.getElementById(id) && !place.querySelector('.link-here')) {
                    const label = `Link to this ${name}`;
                    const link = el('a', {
                        class: 'link-here', href: `#${id}`, title: label, 'aria-label': label, onclick: () => copyLink(link),
                        // Tab leads from one question's choices to the next.
                        tabindex: name === 'question' && '-1',
                    });
                    const copy = target.querySelector('button.copy');
                    copy ? copy.before(link) : target.append(link);
                }
            }
        }
    }

    window.Arena.showOutline = () => {
        showOutline();
        addPlaces(main);
    };
    window.Arena.showOutline();
    addEventListener('scroll', later, { passive: true });
    addEventListener('resize', later);
    // Opened contents have a place to scroll to.
    document.getElementById('contents-toggle').addEventListener('click', () => {
        here = -1;
        later();
    });
})();
