// axe's rule of color contrast takes longer than all its others together, and a list of 250
// rows is 250 times the same. So it looks at a few elements of each look only: the same tags
// and classes from the root down, with the same computed colors, letters and backgrounds.
// What looks otherwise in another window or color scheme is another look, and looked at there.
// A look that was met in one mode is not looked at, nor told of, again in the next.
(() => {
  const FEW = 3;
  const rule = axe._audit.rules.find(each => each.id === 'color-contrast');
  const applies = rule.matches;
  const met = new Set();
  let chosen = new Set();
  rule.matches = (element, ...rest) => chosen.has(element) && applies(element, ...rest);

  const numbers = new Map(); // a look with all that is around it, as one number
  function lookOf(element, known) {
    if (!element) return 0;
    if (known.has(element)) return known.get(element);
    const style = getComputedStyle(element);
    const look = [
      lookOf(element.parentElement, known), element.tagName, element.getAttribute('class'),
      style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.fontSize,
      style.fontWeight, style.textShadow, style.position,
    ].join('|');
    if (!numbers.has(look)) numbers.set(look, numbers.size + 1);
    known.set(element, numbers.get(look));
    return numbers.get(look);
  }

  const writes = element => element.matches('input, select, textarea')
    || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());

  function chooseNewLooks() {
    const known = new Map(), counts = new Map();
    chosen = new Set();
    for (const element of document.querySelectorAll('body, body *')) {
      if (!writes(element) || !element.checkVisibility()) continue;
      const look = lookOf(element, known);
      const count = counts.get(look) || 0;
      counts.set(look, count + 1);
      if (count < FEW && !met.has(look)) chosen.add(element);
    }
    counts.forEach((_count, look) => met.add(look));
  }

  // What axe complains of; with `onlyNew`, nothing is asked of it where nothing looks new.
  window.complaintsOfAxe = async (options, onlyNew) => {
    // Transitions are over soon; a blinking cursor never is.
    const changes = document.getAnimations().map(change => change.finished);
    await Promise.race([Promise.allSettled(changes), new Promise(go => setTimeout(go, 1000))]);
    chooseNewLooks();
    return onlyNew && !chosen.size ? [] : (await axe.run(options)).violations;
  };
})();
