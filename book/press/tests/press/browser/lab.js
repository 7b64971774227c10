// The texts of a session, as `cargo xtask lab` prints them for a script: `(start, scripts) => [[text, …], …]`. A script is a
// list of lines; the tour is gone through without a pause. `start` makes a session.
(async (start, scripts) => {
    const PROMPT = 'lab › ';
    const aligned = rows => {
        const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
        return rows.map(row => `  ${row.map((cell, column) => cell.padStart(widths[column])).join('  ')}\n`).join('');
    };
    const write = block => ({
        command: () => `${PROMPT}${block.text}\n`,
        tour: () => `\n${block.text}\n\n`,
        answer: () => `${block.text}\n`,
        mistake: () => `${block.text}\n`,
        lines: () => `${block.runs.map(run => run.text).join('')}\n`,
        drawing: () => `${block.runs.map(run => run.text).join('')}\n`,
        table: () => aligned(block.rows),
    })[block.kind]();
    const said = blocks => blocks.map(write).join('').replaceAll('\u{a0}', ' ');
    const all = [];
    for (const script of scripts) {
        const session = await start();
        const texts = [];
        for (const line of script) {
            try {
                let text = `${PROMPT}${line}\n${said(session.line(line, 80))}`;
                while (session.state === 'tour') {
                    text += said(session.tour(80));
                }
                texts.push(text);
            } catch (error) {
                texts.push(`TRAP: ${line}: ${error} ${session.said?.()}`);
                break;
            }
            if (session.state === 'over') {
                break;
            }
        }
        all.push(texts);
    }
    return all;
})
