using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.NodeAgent.Variables;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Variables;

public sealed class EnvironmentTests : IAsyncLifetime
{
    private static readonly Pod Web = new() { Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "u" } };
    private readonly FakeTime _time = new();
    private readonly TaskCompletionSource _served = new();
    private FakeApiServer _server = null!;
    private Informer<Service> _services = null!;
    private ReferencedObjects _objects = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync();
        _services = new Informer<Service>(_server.Client.Of<Service>());
        _objects = new ReferencedObjects(_server.Client, NullLogger.Instance);
        await _server.Client.Of<Service>().InNamespace("default").CreateAsync(new Service
        {
            Metadata = new ObjectMeta { Name = "kubernetes", Namespace = "default" }, Spec = new ServiceSpec { ClusterIP = "10.96.0.1", Ports = [new ServicePort { Name = "https", Port = 443 }] },
        });
        await _server.Client.Of<ConfigMap>().InNamespace("default").CreateAsync(new ConfigMap
        {
            Metadata = new ObjectMeta { Name = "map", Namespace = "default" }, Data = new Dictionary<string, string> { ["KEY"] = "of map", ["other.key"] = "$(KEY)" },
        });
        await _server.Client.Of<Secret>().InNamespace("default").CreateAsync(new Secret { Metadata = new ObjectMeta { Name = "secret", Namespace = "default" }, Data = new Dictionary<string, byte[]> { ["KEY"] = "of secret"u8.ToArray() } });
    }

    [Fact]
    public async Task Services_are_waited_for_that_have_not_been_read_yet()
    {
        var building = BuildAsync(Web, new Container());
        building.IsCompleted.ShouldBeFalse();
        _ = _services.RunAsync(TestContext.Current.CancellationToken);
        (await building)["KUBERNETES_SERVICE_HOST"].ShouldBe("10.96.0.1");
    }

    [Fact]
    public async Task Without_an_API_server_a_container_starts_without_them()
    {
        var building = BuildAsync(Web, new Container());
        _time.Advance(TimeSpan.FromSeconds(5));
        (await building).ShouldBeEmpty();
        (await BuildAsync(Web with { Metadata = Web.Metadata with { Annotations = new Dictionary<string, string> { ["kubernetes.io/config.source"] = "file" } } }, new Container())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_there_is_an_API_server_no_container_starts_without_them()
    {
        _served.SetResult();
        var building = BuildAsync(Web, new Container());
        _time.Advance(TimeSpan.FromSeconds(5));
        (await Should.ThrowAsync<ReferenceException>(building)).Message.ShouldBe("services have not yet been read at least once, cannot construct envvars");
    }

    [Theory]
    [InlineData("a value goes before what comes with a map", "KEY=own", "map", "KEY=own other.key=$(KEY)")]
    [InlineData("what is read of objects is not expanded, what is written is", "X=<$(KEY)>", "map", "KEY=of map X=<of map> other.key=$(KEY)")]
    [InlineData("the last of two maps counts", "", "map secret", "KEY=of secret other.key=$(KEY)")]
    [InlineData("names may begin with something", "", "P_:map", "P_KEY=of map P_other.key=$(KEY)")]
    [InlineData("only what came before is known", "A=$(B) B=b C=$(B)", "", "A=$(B) B=b C=b")]
    [InlineData("services are known too", "A=$(KUBERNETES_SERVICE_PORT)", "", "A=443")]
    [InlineData("a dollar may be meant", "A=$$(B) B=$$", "", "A=$(B) B=$")]
    [InlineData("an empty value is one", "A= B=<$(A)>", "", "A= B=<>")]
    [InlineData("an optional key may be missing", "A=map?nothing B=map!KEY", "", "B=of map")]
    [InlineData("a key that is needed may not", "A=map!nothing", "", "couldn't find key nothing in ConfigMap default/map")]
    [InlineData("an optional map may be missing", "A=a", "gone?", "A=a")]
    [InlineData("a map that is needed may not", "", "gone", "configmap \"gone\" not found")]
    public async Task Variables_are_put_together(string reason, string variables, string from, string expected)
    {
        _ = _services.RunAsync(TestContext.Current.CancellationToken);
        var container = new Container { Env = [.. Words(variables).Select(Variable)], EnvFrom = [.. Words(from).Select(From)] };
        string found;
        try
        {
            found = string.Join(' ', (await BuildAsync(Web, container)).Where(static v => !v.Key.StartsWith("KUBERNETES_", StringComparison.Ordinal)).OrderBy(static v => v.Key, StringComparer.Ordinal).Select(static v => $"{v.Key}={v.Value}"));
        }
        catch (ReferenceException e)
        {
            found = e.Message;
        }

        found.ShouldBe(expected, reason);
    }

    public async ValueTask DisposeAsync()
    {
        await _objects.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static EnvVar Variable(string text)
    {
        var (name, value) = (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..]);
        if (value.Split('?', '!') is not ["map", var key]) return new EnvVar { Name = name, Value = value };
        return new EnvVar { Name = name, ValueFrom = new EnvVarSource { ConfigMapKeyRef = new ConfigMapKeySelector { Name = "map", Key = key, Optional = value.Contains('?') } } };
    }

    private static EnvFromSource From(string text)
    {
        var (prefix, name) = text.Split(':') is [var before, var after] ? (before, after) : ("", text);
        if (name == "secret") return new EnvFromSource { Prefix = prefix, SecretRef = new SecretEnvSource { Name = name } };
        return new EnvFromSource { Prefix = prefix, ConfigMapRef = new ConfigMapEnvSource { Name = name.TrimEnd('?'), Optional = name.EndsWith('?') } };
    }

    private async Task<Dictionary<string, string>> BuildAsync(Pod pod, Container container) => new(await new EnvironmentBuilder(
        _objects, _services, _served.Task, static () => new Dictionary<string, Quantity>(), _time).BuildAsync(pod, container, TestContext.Current.CancellationToken));
}
