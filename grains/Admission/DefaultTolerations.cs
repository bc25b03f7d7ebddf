using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>Pods that say nothing about it stay five minutes on a node that is not ready or cannot be reached.</summary>
public sealed class DefaultTolerations(AdmissionOptions options) : IAdmissionPlugin
{
    public int Order => 300;

    public bool Handles(AdmissionRequest request) =>
        request is { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Subresource: "" } && request.Key.Resource == Resources.Pods;

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        var pod = (Pod)value;
        var tolerations = With(NodeTaints.Unreachable, With(NodeTaints.NotReady, pod.Spec.Tolerations));
        return ValueTask.FromResult<KubeObject>(ReferenceEquals(tolerations, pod.Spec.Tolerations)
            ? pod
            : pod with { Spec = pod.Spec with { Tolerations = tolerations } });
    }

    private IReadOnlyList<Toleration> With(string taint, IReadOnlyList<Toleration> tolerations)
    {
        foreach (var toleration in tolerations)
        {
            if ((toleration.Key == taint || toleration.Key.Length == 0) && toleration.Effect is TaintEffect.NoExecute or "") return tolerations;
        }

        return
        [
            .. tolerations,
            new Toleration
            {
                Key = taint, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute,
                TolerationSeconds = (long)options.DefaultTolerance.TotalSeconds,
            },
        ];
    }
}
