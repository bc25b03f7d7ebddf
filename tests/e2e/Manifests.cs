namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Manifests that only tests need.</summary>
internal static class Manifests
{
    /// <summary>Two replicas that leave an unreachable node after a second instead of five minutes.</summary>
    public const string ImpatientDeployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: impatient
        spec:
          replicas: 2
          selector:
            matchLabels: {app: impatient}
          template:
            metadata:
              labels: {app: impatient}
            spec:
              tolerations:
              - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 1}
              - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 1}
              containers:
              - name: hello
                image: orleans-kube/hello:1
                imagePullPolicy: Never
        """;
}
