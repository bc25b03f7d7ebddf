namespace Orleans.Kube.Benchmarks.Api;

/// <summary>The objects that the load consists of.</summary>
internal static class Samples
{
    public static string ConfigMap(string name, int version = 0) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"},"data":{"version":"{{{version}}}","text":"{{{new string('x', 200)}}}"}}""";

    /// <summary>
    /// A pod of 2 kB as it is stored, with its defaults, its token's volume and managedFields: the peers' 2,000 were 4.1 MB. <paramref name="scheduler"/> is one that nobody
    /// runs, unless it is to be scheduled.
    /// </summary>
    public static string Pod(string name, string scheduler) => $$$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{{name}}}}","labels":{"tier":"backend"}},
        "spec":{"schedulerName":"{{{{scheduler}}}}","containers":[{"name":"main","image":"application:1","resources":{"requests":{"cpu":"10m"}}}]}}
        """;

    /// <summary>A Deployment that asks for no pod yet.</summary>
    public static string Deployment(string name) => $$$$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{{{name}}}}}"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"{{{{{name}}}}}"}},
        "template":{"metadata":{"labels":{"app":"{{{{{name}}}}}","tier":"quiet"}},
        "spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"main","image":"example/app:1","imagePullPolicy":"IfNotPresent"}]}}}}
        """;
}
