// Starts GraphiQL against this server. A token goes into the "Headers" tab and is kept nowhere.
(function () {
  "use strict";
  var element = document.getElementById("graphiql");
  var fetcher = function (operation, options) {
    return fetch(element.dataset.endpoint, {
      method: "POST",
      credentials: "omit",
      headers: Object.assign(
        { "Content-Type": "application/json", Accept: "application/json" },
        (options && options.headers) || {}
      ),
      body: JSON.stringify(operation),
    }).then(function (response) {
      return response.json();
    });
  };
  ReactDOM.createRoot(element).render(
    React.createElement(GraphiQL, {
      fetcher: fetcher,
      defaultQuery: element.dataset.query,
      shouldPersistHeaders: false,
    })
  );
})();
