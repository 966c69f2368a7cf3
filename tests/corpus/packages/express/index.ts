import express from "npm:express@5.3.0";

const app = express();
app.use(express.json());
app.get("/express", (_, response) => response.send("up"));
app.post("/express", (request, response) => {
  response.cookie("seen", "1").status(201).json({ body: request.body, path: request.path, is: request.is("json") });
});
app.listen(8000);
