// What is asked of the browser about a page. Each function returns what is wrong, in words, or nothing.
(() => {
    const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const TALL = ".usa-button:not(.usa-button--unstyled), .search button, .act button, .choice button, .person button, "
        + "input, select, textarea, summary";
    // What only a screen reader meets, and what scrolls within a region of its own that Tab reaches (WCAG 1.4.10).
    const OUT_OF_SIGHT = ".usa-sr-only, .usa-skipnav, .skip, .stack thead, svg";
    const SCROLLS = "[role=region][tabindex='0']";
    const LINE = 24;
    const LARGE_TEXT = 24;
    const LARGE_BOLD_TEXT = 18.66;

    const parsed = (color) => {
        const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
        return { r, g, b, a };
    };
    // Relative luminance and contrast, WCAG 2.2.
    const light = ({ r, g, b }) => [r, g, b].map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const ratio = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const over = (top, below) => ({
        r: top.r * top.a + below.r * (1 - top.a),
        g: top.g * top.a + below.g * (1 - top.a),
        b: top.b * top.a + below.b * (1 - top.a),
        a: 1,
    });
    // The color behind an element; null where an image lies there, since nobody computed that.
    const behind = (element) => {
        const layers = [];
        for (let at = element; at; at = at.parentElement) {
            const style = getComputedStyle(at);
            // The arrow of a select lies beside its text.
            if (style.backgroundImage !== "none" && !at.matches("select")) return null;
            layers.unshift(parsed(style.backgroundColor));
        }
        return layers.reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
    };
    const named = (element) =>
        `${element.tagName.toLowerCase()} ${element.id} ${element.textContent.trim().slice(0, 40)}`;
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
    const places = () => [...document.querySelectorAll("*")];
    // An input that lies over its tile is seen as its label.
    const face = (element) => (getComputedStyle(element).opacity === "0" ? element.labels[0] : element);

    function paleText(selector) {
        const element = document.querySelector(selector);
        const background = behind(element);
        if (background === null) return `an image lies behind ${selector}`;
        const style = getComputedStyle(element);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= LARGE_TEXT || (size >= LARGE_BOLD_TEXT && Number(style.fontWeight) >= 700);
        const found = ratio(over(parsed(style.color), background), background);
        return found >= (isLarge ? 3 : 4.5) ? null : `${selector}: ${found}`;
    }

    function cutOff() {
        const width = document.documentElement.clientWidth;
        const needed = document.scrollingElement.scrollWidth;
        const faults = needed > width ? [`the page is ${needed} wide in a window of ${width}`] : [];
        for (const element of document.querySelectorAll("body *")) {
            if (!isShown(element) || element.closest(`${OUT_OF_SIGHT}, ${SCROLLS} *`)) continue;
            const box = element.getBoundingClientRect();
            if (box.width && (box.right > width + 1 || box.left < -1)) {
                faults.push(`beyond the window: ${named(element)}`);
            }
            // A field scrolls within itself while one types; anything else that is wider than its box is cut off.
            if (!element.matches(`input, select, textarea, ${SCROLLS}`) && getComputedStyle(element).overflowX !== "visible"
                && element.scrollWidth > element.clientWidth + 1) {
                faults.push(`cut off: ${named(element)}`);
            }
        }
        return faults;
    }

    function smallTargets() {
        const faults = [];
        for (const element of document.querySelectorAll(FOCUSABLE)) {
            if (!isShown(element) || element.matches(".usa-skipnav, .skip")) continue;
            const { width, height } = face(element).getBoundingClientRect();
            // A link within a sentence is as high as its line (WCAG 2.5.8, "inline").
            const isInline = element.matches("a") && getComputedStyle(element).display === "inline";
            // A box that is ticked has its label beside it, which ticks it too.
            const isTick = element.matches("[type=checkbox], [type=radio]") && face(element) === element;
            const least = element.matches(TALL) && !isTick ? 44 : 24;
            if (!isInline && (width < 24 || height < least - 0.5)) {
                faults.push(`${width} by ${height}: ${named(element)}`);
            }
        }
        return faults;
    }

    function startFromTop() {
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute("tabindex");
        window.scrollTo(0, 0);
    }

    // The places in the document of all that Tab has to reach.
    function toBeReached() {
        const all = places();
        // Of the radio buttons of one question, Tab stops at one; the arrow keys go on from there.
        const stop = (name) => document.querySelector(`[name="${name}"]:checked`)
            ?? document.querySelector(`[name="${name}"]`);
        return [...document.querySelectorAll(FOCUSABLE)]
            .filter((element) => isShown(element) && !element.disabled)
            .filter((element) => element.type !== "radio" || element === stop(element.name))
            .map((element) => all.indexOf(element));
    }

    // The place of what has the focus, and what is wrong with how that is seen; null where nothing has it.
    function focus() {
        const element = document.activeElement;
        if (!element || element === document.body || element === document.documentElement) return null;
        const seen = face(element);
        const box = clipped(seen.getClientRects()[0], element.parentElement.closest(SCROLLS));
        return {
            place: places().indexOf(element),
            name: named(element),
            faults: [...outside(box, element), ...covered(element, seen, box), ...unmarked(seen)],
        };
    }

    // What is to be seen of a box in a region that scrolls: Chromium leaves it there when it sees a part (WCAG 2.4.11).
    function clipped(box, region) {
        const around = region?.getBoundingClientRect() ?? box;
        const left = Math.max(box.left, around.left);
        const width = Math.min(box.right, around.right) - left;
        return width > 0 ? new DOMRect(left, box.top, width, box.height) : box;
    }

    function outside(box, element) {
        const width = document.documentElement.clientWidth;
        const height = window.innerHeight;
        // A browser brings the line that is written on into the window, not the whole box for the text.
        const bottom = element.matches("textarea") ? box.top + LINE : box.bottom;
        const isBeside = box.left < -1 || box.right > width + 1;
        const isBeyond = box.top < -1 || (bottom > height + 1 && box.height < height);
        return [...(isBeside ? ["beside the window"] : []), ...(isBeyond ? ["above or below the window"] : [])];
    }

    function covered(element, seen, box) {
        const inset = 3;
        const bottom = Math.min(box.bottom, window.innerHeight);
        const points = [
            [(box.left + box.right) / 2, (box.top + bottom) / 2],
            [box.left + inset, box.top + inset],
            [box.right - inset, bottom - inset],
        ];
        return points.flatMap(([x, y]) => {
            const there = document.elementFromPoint(x, y);
            const isOwn = there && (element.contains(there) || seen.contains(there) || there.contains(seen));
            const isPage = there === document.body || there === document.documentElement;
            return isOwn && !isPage ? [] : [`covered by ${there ? named(there) : "nothing"} at ${x}, ${y}`];
        });
    }

    function unmarked(seen) {
        const style = getComputedStyle(seen);
        if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return ["nothing marks the focus"];
        const around = behind(seen.parentElement);
        const isSeen = around !== null && ratio(parsed(style.outlineColor), around) >= 3;
        return isSeen ? [] : ["the mark of the focus is too pale"];
    }

    // What a screen reader calls whatever has the focus.
    function focusedName() {
        const at = document.activeElement;
        const text = at.getAttribute("aria-label") ?? at.labels?.[0]?.firstChild.textContent ?? at.textContent;
        return text.replace(/\s+/g, " ").trim();
    }

    return { paleText, cutOff, smallTargets, startFromTop, toBeReached, focus, focusedName };
})()
