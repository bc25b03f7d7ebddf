using System.Globalization;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>What a <see cref="Rehearsal"/> asks for: what kubectl, an agent and a controller ask for most.</summary>
internal static class RehearsalScript
{
    public const string Pods = "/api/v1/namespaces/default/pods";
    public const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /// <summary>The requests of one round, each of which succeeds when those before it did.</summary>
    public static IEnumerable<RehearsalLine> Round(int round)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"rehearsal-{round}");
        yield return new RehearsalLine(HttpMethod.Post, Pods, Pod(name));
        yield return new RehearsalLine(HttpMethod.Get, $"{Pods}/{name}");
        yield return new RehearsalLine(HttpMethod.Patch, $"{Pods}/{name}/status", Running, "application/strategic-merge-patch+json");
        yield return new RehearsalLine(HttpMethod.Post, ConfigMaps, ConfigMap(name, "1"));
        yield return new RehearsalLine(HttpMethod.Put, $"{ConfigMaps}/{name}", ConfigMap(name, "2"));
        yield return new RehearsalLine(HttpMethod.Get, Pods + "?limit=5", Accept: Table);
        yield return new RehearsalLine(HttpMethod.Delete, $"{ConfigMaps}/{name}");
    }

    private static string ConfigMap(string name, string value) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"},"data":{"value":"{{{value}}}"}}""";

    /// <summary>A pod of a node that does not exist: nobody runs it.</summary>
    private static string Pod(string name) => $$$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{{name}}}}","labels":{"app":"rehearsal"}},"spec":{"nodeName":"nowhere","volumes":[{"name":"scratch","emptyDir":{}}],
        "containers":[{"name":"main","image":"rehearsal","env":[{"name":"NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],"ports":[{"name":"http","containerPort":80}],
        "resources":{"requests":{"cpu":"10m","memory":"16Mi"}},"readinessProbe":{"httpGet":{"path":"/","port":"http"}},"volumeMounts":[{"name":"scratch","mountPath":"/scratch"}]}]}}
        """;

    private const string Running = """
        {"status":{"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"}],"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}],
        "containerStatuses":[{"name":"main","image":"rehearsal","imageID":"","ready":true,"restartCount":0,"started":true,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}]}}
        """;
}
