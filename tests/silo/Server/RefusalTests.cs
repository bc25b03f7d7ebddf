using System.Text.Json.Nodes;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Tests.Silo;

/// <summary>
/// What a Kubernetes 1.33 API server answered to objects with one thing wrong, in <c>tests/silo/Refusals</c>: complete objects that it takes, and for each refusal where
/// in which of them what was put (nothing: the field was removed).
/// </summary>
public sealed class RefusalTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private static readonly Lazy<Dictionary<string, JsonNode>> Objects = new(static () =>
        JsonNode.Parse(Read("objects.json"))!.AsArray().Select(static o => o!).ToDictionary(static o => Label(o), StringComparer.Ordinal));

    [Fact]
    public async Task The_objects_are_taken_as_they_are()
    {
        foreach (var (label, good) in Objects.Value)
            (await quiet.Server.Admin.PostAsync(Path(good), good.ToJsonString())).Code.ShouldBeInRange(200, 201, label);
    }

    [Fact]
    public async Task What_Kubernetes_refuses_is_refused_in_its_words()
    {
        var wrong = new List<string>();
        foreach (var line in Read("refusals.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var refusal = JsonNode.Parse(line)!.AsObject();
            var good = Objects.Value[(string)refusal["object"]!];
            var answer = await quiet.Server.Admin.PostAsync(Path(good), With(good, refusal).ToJsonString());
            var (code, message) = ((int)refusal["code"]!, (string)refusal["message"]!);
            if (answer.Code != code || answer.Message != message) wrong.Add($"{line}\n  {answer.Code} {(answer.Code < 300 ? "taken" : answer.Message)}");
        }

        wrong.ShouldBeEmpty();
    }

    private static JsonNode With(JsonNode good, JsonObject refusal)
    {
        var changed = good.DeepClone();
        var steps = refusal["at"]!.AsArray();
        if (steps.Count == 0) return refusal["value"]!.DeepClone();
        var holder = steps.SkipLast(1).Aggregate(changed, static (node, step) => Step(node, step!));
        var last = steps[^1]!;
        if (!refusal.TryGetPropertyValue("value", out var value)) holder.AsObject().Remove((string)last!);
        else if (holder is JsonArray list) list[(int)last] = value?.DeepClone();
        else holder[(string)last!] = value?.DeepClone();
        return changed;
    }

    private static JsonNode Step(JsonNode node, JsonNode step) => node is JsonArray list ? list[(int)step]! : node[(string)step!]!;

    private static string Label(JsonNode value) => $"{value["apiVersion"]}/{value["kind"]}/{value["metadata"]?["name"]}";

    private static string Path(JsonNode value)
    {
        ResourceRegistry.BuiltIn.TryFindKind((string)value["apiVersion"]!, (string)value["kind"]!, out var definition).ShouldBeTrue();
        var root = definition!.Group.Length == 0 ? $"/api/{definition.Version}" : $"/apis/{definition.Group}/{definition.Version}";
        return $"{root}{(definition.Namespaced ? $"/namespaces/{(string?)value["metadata"]?["namespace"] ?? "default"}" : "")}/{definition.Plural}?dryRun=All&fieldManager=test";
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(RefusalTests).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"no resource {file}"));
        return reader.ReadToEnd();
    }
}
