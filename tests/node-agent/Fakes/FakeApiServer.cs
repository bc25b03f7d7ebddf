using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.NodeAgent.Tests.Fakes;

/// <summary>The slice of an API server that an agent meets, in memory: objects by path, lists, watches, patches, graceful pod deletion.</summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(FakePath Path, string Selector, ChannelWriter<string> Lines)> _watches = [];
    private readonly WebApplication _app;
    private long _revision = 1;

    private FakeApiServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public KubeClient Client { get; private set; } = null!;

    public static async Task<FakeApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        server.Client = new KubeClient(new KubeConfig { Server = server.Address });
        return server;
    }

    /// <summary>Drops every watch, as a server that restarts does.</summary>
    public void DropWatches()
    {
        lock (_lock)
        {
            foreach (var watch in _watches) watch.Lines.TryComplete();
            _watches.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        DropWatches();
        Client.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (StatusException e)
        {
            context.Response.StatusCode = e.Code;
            await context.Response.WriteAsync(JsonSerializer.Serialize(e.Status, KubeJson.Options));
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        var target = FakePath.Parse(context.Request.Path.Value!);
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync();
        var body = text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
        var method = context.Request.Method;
        if (method == "GET" && target.Name.Length == 0 && context.Request.Query.ContainsKey("watch")) await WatchAsync(context, target);
        else if (method == "GET" && target.Name.Length == 0) await AnswerAsync(context, List(target, context.Request.Query["fieldSelector"].ToString()));
        else if (method == "GET") await AnswerAsync(context, Get(target));
        else if (method == "POST") await AnswerAsync(context, Create(target, body!));
        else if (method is "PUT" or "PATCH") await AnswerAsync(context, Patch(target, body!, context.Request.ContentType ?? ""));
        else await AnswerAsync(context, Delete(target, body));
    }

    private static Task AnswerAsync(HttpContext context, JsonNode body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }

    private JsonObject Get(FakePath path)
    {
        lock (_lock) return _objects.TryGetValue(path.Key, out var found) ? found : throw Failures.NotFound(path.Resource, path.Name);
    }

    private JsonObject List(FakePath path, string selector)
    {
        lock (_lock)
        {
            var items = Matching(path, selector).Select(o => o.DeepClone()).ToArray();
            return new JsonObject { ["kind"] = "List", ["apiVersion"] = "v1", ["metadata"] = new JsonObject { ["resourceVersion"] = Text(_revision) }, ["items"] = new JsonArray(items) };
        }
    }

    private IEnumerable<JsonObject> Matching(FakePath path, string selector) =>
        _objects.Where(o => o.Key.StartsWith(path.Collection + "|", StringComparison.Ordinal)
            && (path.Namespace.Length == 0 || o.Key.StartsWith($"{path.Collection}|{path.Namespace}/", StringComparison.Ordinal))).Select(o => o.Value).Where(o => Selects(selector, o));

    private static bool Selects(string selector, JsonObject value) => selector.Split('=', 2) switch
    {
        ["spec.nodeName", var node] => (string?)value["spec"]?["nodeName"] == node,
        ["metadata.name", var name] => (string?)value["metadata"]!["name"] == name,
        _ => true,
    };

    private JsonObject Create(FakePath path, JsonObject body)
    {
        lock (_lock)
        {
            var metadata = (JsonObject)body["metadata"]!;
            path = path with { Name = (string)metadata["name"]! };
            if (_objects.ContainsKey(path.Key)) throw Failures.AlreadyExists(path.Resource, path.Name);
            if (path.Namespace.Length > 0) metadata["namespace"] = path.Namespace;
            metadata["uid"] = Guid.NewGuid().ToString();
            metadata["creationTimestamp"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            return Store(path, Defaulted(path, body), "ADDED");
        }
    }

    private static JsonObject Defaulted(FakePath path, JsonObject body)
    {
        if (!ResourceRegistry.BuiltIn.TryFind(path.Resource, out var definition)) return body;
        var value = ObjectJson.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), definition.ObjectType);
        return (JsonObject)JsonNode.Parse(ObjectJson.Write(definition.Default(value)))!;
    }

    private JsonObject Patch(FakePath path, JsonObject body, string type)
    {
        lock (_lock)
        {
            var current = Get(path);
            var kind = type.Contains("strategic", StringComparison.Ordinal) ? PatchKind.StrategicMerge : PatchKind.Merge;
            if ((string?)body["metadata"]?["uid"] is { } uid && uid != (string?)current["metadata"]!["uid"]) 
                throw Failures.Invalid(path.Resource.Group, path.Resource.Resource, path.Name, [FieldError.Invalid("metadata.uid", uid, "field is immutable")]);
            var schema = ResourceRegistry.BuiltIn.TryFind(path.Resource, out var definition) ? definition.Schema : null;
            var patched = type.Contains("patch", StringComparison.Ordinal)
                ? JsonNode.Parse(ObjectPatch.Apply(schema, Encoding.UTF8.GetBytes(current.ToJsonString()), kind, Encoding.UTF8.GetBytes(body.ToJsonString())))!
                : body;
            return Store(path, (JsonObject)patched, "MODIFIED");
        }
    }

    private JsonObject Delete(FakePath path, JsonObject? options)
    {
        lock (_lock)
        {
            var current = (JsonObject)Get(path).DeepClone();
            var grace = (long?)options?["gracePeriodSeconds"] ?? (long?)current["spec"]?["terminationGracePeriodSeconds"] ?? 30;
            if (path.Resource.Resource == "pods" && grace > 0)
            {
                current["metadata"]!["deletionTimestamp"] = DateTimeOffset.UtcNow.AddSeconds(grace).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
                current["metadata"]!["deletionGracePeriodSeconds"] = grace;
                return Store(path, current, "MODIFIED");
            }

            _objects.Remove(path.Key);
            return Store(path, current, "DELETED", keep: false);
        }
    }

    private JsonObject Store(FakePath path, JsonObject value, string change, bool keep = true)
    {
        value = (JsonObject)value.DeepClone();
        value["metadata"]!["resourceVersion"] = Text(++_revision);
        if (keep) _objects[path.Key] = value;
        var line = new JsonObject { ["type"] = change, ["object"] = value.DeepClone() }.ToJsonString();
        foreach (var watch in _watches.Where(w => w.Path.Collection == path.Collection && (w.Path.Namespace.Length == 0 || w.Path.Namespace == path.Namespace)))
            if (Selects(watch.Selector, value)) watch.Lines.TryWrite(line);
        return value;
    }

    private async Task WatchAsync(HttpContext context, FakePath path)
    {
        var channel = Channel.CreateUnbounded<string>();
        var selector = context.Request.Query["fieldSelector"].ToString();
        var since = long.TryParse(context.Request.Query["resourceVersion"], out var version) ? version : 0;
        lock (_lock)
        {
            foreach (var item in Matching(path, selector).Where(o => long.Parse((string)o["metadata"]!["resourceVersion"]!) > since))
                channel.Writer.TryWrite(new JsonObject { ["type"] = "MODIFIED", ["object"] = item.DeepClone() }.ToJsonString());
            _watches.Add((path, selector, channel.Writer));
        }

        await context.Response.Body.FlushAsync();
        await foreach (var line in channel.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line + "\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
