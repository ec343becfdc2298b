// Takes away what a page shows again in the same way, and tells how its elements are built and coloured.
//
// Axe takes as long as a page has elements. What it finds in a row of a long list it finds in the first rows that are
// built and look alike: of those two stay, and one in every list. Words, names and places in a drawing may differ.
//
// Every element that stays is marked with how it is coloured: by its own style and those of all it stands in. What
// stands over something else is coloured by that too, so its mark tells of all it stands in. Returns the marks, and the
// kinds: how each element is built and looks, with all that is in it and where it stands.
//
// `leaveNew` takes away all but the new kinds and marks; `putBack` puts that where it stood.
() => {
    const KEPT = 2;
    const OWN = new Set(
        `id for href src name value title alt datetime content placeholder action formaction cx cy d dx dy height points
        r rx ry transform viewBox width x x1 x2 y y1 y2 aria-label aria-labelledby aria-describedby aria-controls
        aria-details aria-owns headers list form`.split(/\s+/),
    );
    const REFERRING = `for aria-labelledby aria-describedby aria-controls aria-details aria-owns aria-errormessage
        aria-activedescendant headers list form popovertarget`.split(/\s+/);
    // A row of a table has all its cells or none; terms stay with what they mean; headings and landmarks are counted.
    const HEADINGS = `h1, h2, h3, h4, h5, h6`;
    const COUNTED = `${HEADINGS}, main, header, footer, nav, aside`;
    const STAYS = `td, th, col, colgroup, dt, dd, ${COUNTED}, [role]`;
    const STYLE = `display visibility position color backgroundColor backgroundImage opacity filter mixBlendMode
        textShadow fontSize fontWeight`.split(/\s+/);
    const COLOURED = ["disabled", "aria-disabled"];
    // What is named, ordered or counted by all that is in it.
    const WHOLE = `a, button, label, summary, select, table, dl, svg, ${HEADINGS}, [role]`;
    const PRESSED = `a, button, label, input, select, textarea, summary`;

    const referring = new Map();
    const note = (id, one) => referring.set(id, [...(referring.get(id) ?? []), one]);
    for (const name of REFERRING)
        for (const one of document.querySelectorAll(`[${name}]`))
            for (const id of one.getAttribute(name).split(/\s+/)) note(id, one);
    for (const one of document.querySelectorAll("a[href^='#'], use[href]")) note(one.getAttribute("href").slice(1), one);

    const isReferredTo = (one) =>
        [one, ...one.querySelectorAll("[id]")].some(({ id }) => referring.get(id)?.some((from) => !one.contains(from)));

    const isWords = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";

    const styles = new Map();
    function style(one) {
        if (!styles.has(one)) {
            const all = getComputedStyle(one);
            styles.set(one, STYLE.map((name) => all[name]).join(" "));
        }
        return styles.get(one);
    }

    function attributes(one) {
        const told = ({ name, value }) => `${name}=${OWN.has(name) || /^(data|hx)-/.test(name) ? value !== "" : value}`;
        return [...one.attributes].map(told).sort().join(" ");
    }

    // How an element is built and looks. What is alike in it is gone by then, so that long and short lists are alike.
    const gone = [];
    const seen = new Map();
    const kinds = new Map();
    function kind(one, path, around) {
        const here = `${path}>${one.localName}.${one.getAttribute("class") ?? ""}`;
        const place = short(`${around} ${one.localName} ${attributes(one)}`);
        const inside = [];
        const first = new Set();
        const isWhole = one.localName === "tbody" && one.querySelector("[rowspan]");
        for (const child of one.childNodes) {
            if (isWords(child)) inside.push("words");
            if (child.nodeType !== Node.ELEMENT_NODE) continue;
            const its = kind(child, here, place);
            const times = seen.get(here + its) ?? 0;
            const isSpare = times >= KEPT && first.has(its);
            if (isSpare && !isWhole && !child.matches(STAYS) && !isReferredTo(child)) {
                gone.push(child);
                continue;
            }
            first.add(its);
            seen.set(here + its, times + 1);
            inside.push(its);
        }
        const its = `<${one.localName} ${attributes(one)} ${style(one)}>${short(inside.join(""))}</>`;
        kinds.set(one, short(`${around} ${its} ${one.checkVisibility()}`));
        return its;
    }

    // The fifty-three bits of cyrb53, as short words.
    function short(words) {
        let [a, b] = [0xdeadbeef, 0x41c6ce57];
        for (let at = 0; at < words.length; at += 1) {
            const code = words.charCodeAt(at);
            a = Math.imul(a ^ code, 2654435761);
            b = Math.imul(b ^ code, 1597334677);
        }
        a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
        b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
        return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
    }

    const marks = new Set();
    function mark(one, around) {
        const own = COLOURED.map((name) => one.getAttribute(name)).join(" ");
        // What axe passed over, since nobody sees it or there is nothing to read, must not pass for looked at.
        const isRead = one.checkVisibility() && [...one.childNodes].some(isWords);
        const { position, backgroundColor } = getComputedStyle(one);
        // What lets nothing shine through is coloured by itself alone.
        const isOver = /absolute|fixed/.test(position) && /^rgba|none/.test(backgroundColor);
        const over = isOver ? kinds.get(one.offsetParent ?? document.body) : "";
        const its = short(`${around} ${one.localName} ${own} ${style(one)} ${isRead} ${over}`);
        one.setAttribute("data-coloured", its);
        marks.add(its);
        for (const child of one.children) mark(child, its);
    }

    kind(document.body, "", "");
    gone.forEach((one) => one.remove());
    mark(document.body, style(document.documentElement));

    const taken = [];
    function take(one) {
        taken.push([one.parentNode, one.nextSibling, one]);
        one.remove();
    }
    window.leaveNew = (newKinds, newMarks) => {
        const isNew = (one) => newKinds.has(kinds.get(one)) || newMarks.has(one.dataset.coloured);
        const isOld = (one) => !isNew(one) && ![...one.querySelectorAll("*")].some(isNew);
        function leave(around) {
            const all = [...around.children];
            const old = new Set(all.filter(isOld));
            for (const one of all) {
                // How far apart two are that one presses shows only where both are.
                const isBeside = old.size < all.length && one.matches(PRESSED);
                const isCounted = one.matches(STAYS) || one.querySelector(COUNTED);
                if (old.has(one) && !isBeside && !isCounted && !isReferredTo(one)) take(one);
                else if (!one.matches(WHOLE)) leave(one);
            }
        }
        leave(document.body);
    };
    window.putBack = () => taken.splice(0).reverse().forEach(([parent, next, one]) => parent.insertBefore(one, next));
    return { marks: [...marks], kinds: [...new Set(kinds.values())] };
}
