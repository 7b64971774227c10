// A button that copies: after commands, beside consoles, and above listings.
(function () {
    'use strict';

    const { el } = window.Arena;

    // A single status line for all buttons, for screen readers.
    const said = el('p', { role: 'status', class: 'only-read' });
    document.body.append(said);

    async function copy(text) {
        try {
            await navigator.clipboard.writeText(text);
            return true;
        } catch {
            // The page was not served securely, or the browser is set to refuse.
            return false;
        }
    }

    // A screen reader reads `what` after the button's text.
    function button(what, text) {
        const button = el('button', { type: 'button', class: 'copy' });
        const say = word => {
            button.textContent = word;
            button.setAttribute('aria-label', `${word} ${what}`);
        };
        say('Copy');
        button.addEventListener('click', async () => {
            const done = await copy(text());
            say(done ? 'Copied' : 'Not copied:');
            said.textContent = done ? 'Copied to the clipboard.' : 'The browser does not allow copying.';
            setTimeout(() => {
                say('Copy');
                said.textContent = '';
            }, 2000);
        });
        return button;
    }

    // The code of a listing, without what the compiler says of it.
    function source(code) {
        const copy = code.cloneNode(true);
        copy.querySelectorAll('.remark').forEach(remark => remark.remove());
        return copy.textContent;
    }

    // The commands of a console: what follows its prompts, without the comments on it and without what it prints.
    function commands(text) {
        let goesOn = false;
        const lines = text.split('\n').filter(line => {
            const asked = goesOn || line.startsWith('$ ');
            goesOn = asked && line.endsWith('\\');
            return asked;
        });
        return lines.map(line => line.replace(/^\$ /, '').replace(/\s+# .*$/, '')).join('\n');
    }

    // Gives each command, each console and each listing in a part of the page its button.
    function addCopyButtons(part) {
        part.querySelectorAll('pre > code.language-console').forEach(code => {
            const text = commands(code.textContent);
            if (text) {
                const box = el('div', { class: 'console' });
                code.parentElement.replaceWith(box);
                box.append(code.parentElement, button(text.includes('\n') ? 'the commands' : `the command ${text}`, () => text));
            }
        });
        part.querySelectorAll('code[data-copy]').forEach(code => {
            code.after(' ', button(`the command ${code.textContent}`, () => code.textContent));
        });
        part.querySelectorAll('figure.code').forEach(figure => {
            const caption = figure.querySelector('figcaption');
            // The code of a question has none.
            if (caption) {
                const what = `the code: ${caption.textContent.trim()}`;
                caption.append(button(what, () => source(figure.querySelector('code'))));
            }
        });
    }

    window.Arena.addCopyButtons = addCopyButtons;
    addCopyButtons(document);
})();
