using System.Text;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Tests.Definitions;

namespace Orleans.Kube.Tests.Silo;

/// <summary>
/// Good objects of every kind with something wrong in them, created, replaced, patched and applied by the ten thousand. Each seed is one fixed
/// sequence, so a failure can be played again. The server is theirs: what is taken concerns all that happens there.
/// </summary>
public sealed class FuzzTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private readonly ApiServerFixture _server = quiet.Server;

    private const int CasesOfASeed = 2500;
    private const long MostGrowth = 200 << 20;

    private static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "\"\"", "-1", "0", "1e400", "123456789012345678901234567890", "0.1", "\"x\"", "\"\\ud800\"", "\"a\\u0000b\"", "[null]", "[[[[[[]]]]]]", "{\"a\":{\"a\":{}}}",
        "{\"$patch\":\"delete\"}", "\"2024-13-45T99:99:99Z\"", "\"9999999999Ei\"", "\"-5%\"", "\"../../etc\"", "[1,\"a\",{}]", "\"" + new string('y', 5000) + "\"",
    ];

    private static readonly IReadOnlyList<string> Samples = [.. GoodSamples.All];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Good_objects_gone_bad_are_taken_or_refused_but_never_break_the_server(int seed)
    {
        var random = new Random(seed);
        var space = await _server.NamespaceAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        for (var i = 0; i < CasesOfASeed; i++)
        {
            var (definition, sample) = Pick(random, Samples);
            var body = Spoil(random, sample);
            var (method, tail, type) = random.Next(6) switch
            {
                0 or 1 => (HttpMethod.Post, "", "application/json"),
                2 => (HttpMethod.Put, "/web", "application/json"),
                3 => (HttpMethod.Patch, "/web", "application/merge-patch+json"),
                4 => (HttpMethod.Patch, "/web", "application/strategic-merge-patch+json"),
                _ => (HttpMethod.Patch, "/web?fieldManager=fuzz&force=true", "application/apply-patch+yaml"),
            };
            using var request = new HttpRequestMessage(method, PathOf(definition, space) + tail) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            var answer = await _server.Admin.SendAsync(request).WaitAsync(patience.Token);
            answer.Code.ShouldBeLessThan(500, $"case {i}: {method} {request.RequestUri} {type}\n{body}\n{answer.Body}");
        }

        await _server.Admin.DeleteAsync($"/api/v1/namespaces/{space}");
    }

    [Fact]
    public async Task Refusals_leave_nothing_behind()
    {
        var space = await _server.NamespaceAsync();
        var random = new Random(9);
        var before = await PlayAsync(1000);
        (await PlayAsync(5000) - before).ShouldBeLessThan(MostGrowth);

        async Task<long> PlayAsync(int cases)
        {
            for (var i = 0; i < cases; i++)
            {
                var (definition, sample) = Pick(random, Samples);
                (await _server.Admin.PatchAsync($"{PathOf(definition, space)}/nobody", Spoil(random, sample))).Code.ShouldBeLessThan(500);
            }

            GC.Collect();
            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    private static (ResourceDefinition Definition, string Sample) Pick(Random random, IReadOnlyList<string> samples)
    {
        while (true)
        {
            var sample = samples[random.Next(samples.Count)];
            var definition = Sample.DefinitionOf(sample);

            // What decides about all other requests is left alone.
            if (definition.Plural is not ("namespaces" or "nodes") && definition.Group is not ("rbac.authorization.k8s.io" or "admissionregistration.k8s.io" or "apiextensions.k8s.io")) return (definition, sample);
        }
    }

    private static string PathOf(ResourceDefinition definition, string space) =>
        $"/{(definition.Group.Length == 0 ? "api" : "apis")}/{definition.ApiVersion}/{(definition.Namespaced ? $"namespaces/{space}/" : "")}{definition.Plural}";

    /// <summary>The sample with up to three of its values replaced, removed or doubled; sometimes cut off.</summary>
    private static string Spoil(Random random, string sample)
    {
        var root = JsonNode.Parse(sample)!;
        if (random.Next(3) > 0) root["metadata"]!.AsObject().Remove("namespace");
        for (var times = random.Next(4); times > 0; times--)
        {
            var (parent, name) = Choose(random, root);
            if (random.Next(5) == 0) Remove(parent, name);
            else Set(parent, name, "@" + random.Next(Values.Length));
        }

        var text = root.ToJsonString();
        for (var i = Values.Length - 1; i >= 0; i--) text = text.Replace($"\"@{i}\"", Values[i]);
        return random.Next(40) == 0 ? text[..random.Next(text.Length)] : text;
    }

    private static (JsonNode Parent, object Name) Choose(Random random, JsonNode root)
    {
        var at = root;
        while (true)
        {
            if (at is JsonObject { Count: > 0 } fields)
            {
                var (name, inner) = fields.ElementAt(random.Next(fields.Count));
                if (inner is not (JsonObject { Count: > 0 } or JsonArray { Count: > 0 }) || random.Next(4) == 0) return (at, name);
                at = inner;
            }
            else
            {
                var list = (JsonArray)at;
                var index = random.Next(list.Count);
                if (list[index] is not (JsonObject { Count: > 0 } or JsonArray { Count: > 0 }) || random.Next(4) == 0) return (at, index);
                at = list[index]!;
            }
        }
    }

    private static void Set(JsonNode parent, object name, string value)
    {
        if (parent is JsonObject fields) fields[(string)name] = value;
        else parent.AsArray()[(int)name] = value;
    }

    private static void Remove(JsonNode parent, object name)
    {
        if (parent is JsonObject fields) fields.Remove((string)name);
        else parent.AsArray().RemoveAt((int)name);
    }
}
