// Keeps over a refresh what was chosen here: names hidden, size, and where the page was scrolled to.
(() => {
    const root = document.documentElement;
    const sizes = ["", "larger", "largest"];
    const read = key => { try { return localStorage.getItem(key) || ""; } catch { return ""; } };
    const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* Only until the next refresh. */ } };
    const show = () => {
        root.classList.toggle("without-names", read("board-names") === "hidden");
        root.classList.remove("larger", "largest");
        if (read("board-size")) root.classList.add(read("board-size"));
    };
    const resize = by => {
        const at = sizes.indexOf(read("board-size")) + by;
        keep("board-size", sizes[Math.max(0, Math.min(sizes.length - 1, at))]);
    };
    addEventListener("keydown", event => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        if (event.key === "n") keep("board-names", read("board-names") === "hidden" ? "" : "hidden");
        else if (event.key === "+") resize(1);
        else if (event.key === "-") resize(-1);
        else return;
        show();
    });
    addEventListener("scroll", () => keep("board-scroll", String(scrollY)), { passive: true });
    // Before anything is drawn: a name that is hidden is never seen.
    show();
    addEventListener("DOMContentLoaded", () => {
        const clock = document.querySelector(".clock");
        const written = new Date(clock.dataset.seconds * 1000);
        clock.textContent = written.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
        const age = Date.now() / 1000 - clock.dataset.seconds;
        if (age > 20) {
            clock.classList.add("is-old");
            clock.textContent += `, ${Math.round(age / 60)} min ago: cargo xtask workshop board no longer runs`;
        }
        scrollTo(0, Number(read("board-scroll")));
    });
})();
