using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Selectors;

/// <summary>Which taints a pod tolerates (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/).</summary>
public static class Tolerations
{
    public static bool Tolerate(IReadOnlyList<Toleration> tolerations, Taint taint)
    {
        foreach (var toleration in tolerations)
            if (Tolerates(toleration, taint)) return true;
        return false;
    }

    /// <summary>An empty effect or, with Exists, an empty key means any.</summary>
    public static bool Tolerates(Toleration toleration, Taint taint) =>
        (toleration.Effect.Length == 0 || toleration.Effect == taint.Effect)
        && (toleration.Key.Length == 0 || toleration.Key == taint.Key)
        && toleration.Operator switch
        {
            TolerationOperator.Exists => true,
            "" or TolerationOperator.Equal => toleration.Key.Length > 0 && toleration.Value == taint.Value,
            _ => false,
        };
}
