// What the adaptivecards renderer has to say of each card: a JSON list of cards in, a JSON list of lists of sentences out.
const { AdaptiveCard, GlobalSettings, HostConfig, SerializationContext } = require(process.argv[2]);
const host = JSON.parse(require("fs").readFileSync(process.argv[3], "utf8"));

function heard(json) {
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(host);
  const context = new SerializationContext();
  card.parse(json, context);
  const said = [];
  for (let i = 0; i < context.eventCount; i++) said.push(context.getEventAt(i).message);
  return said.concat(card.validateProperties().validationEvents.map((event) => event.message));
}

GlobalSettings.allowMarkForTextHighlighting = false;
const cards = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cards.map(heard)));
