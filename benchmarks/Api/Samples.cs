namespace Orleans.Kube.Benchmarks.Api;

/// <summary>The objects that the load consists of.</summary>
internal static class Samples
{
    public static string ConfigMap(string name, int version = 0) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"},"data":{"version":"{{{version}}}","text":"{{{new string('x', 200)}}}"}}""";

    /// <summary>A pod of about 2 kB as stored. <paramref name="scheduler"/> is one that nobody runs, unless it is to be scheduled.</summary>
    public static string Pod(string name, string scheduler) => $$$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{{name}}}}","labels":{"app":"bench","tier":"backend"},
        "annotations":{"description":"{{{{new string('d', 300)}}}}"}},
        "spec":{"schedulerName":"{{{{scheduler}}}}","containers":[{"name":"main","image":"registry.example/team/application:1.2.3",
        "command":["/bin/application","--listen=:8080"],"env":[{"name":"MODE","value":"production"},
        {"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
        "ports":[{"name":"http","containerPort":8080}],
        "resources":{"requests":{"cpu":"10m","memory":"16Mi"},"limits":{"memory":"64Mi"}},
        "readinessProbe":{"httpGet":{"path":"/healthz","port":"http"}},
        "volumeMounts":[{"name":"scratch","mountPath":"/scratch"}]}],
        "volumes":[{"name":"scratch","emptyDir":{}}]}}
        """;
}
