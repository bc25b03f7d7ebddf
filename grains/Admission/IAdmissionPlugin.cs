using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>
/// A rule of the cluster's own that a write passes inside the object's turn: it may complete the object, refuse it, or look on. Plugins
/// run in the order of <see cref="Order"/>, first all <see cref="AdmitAsync"/>, then, on the final and valid object, all
/// <see cref="ValidateAsync"/>. They read the view and must not call object grains.
/// </summary>
public interface IAdmissionPlugin
{
    /// <summary>Its place; plugins that complete objects come before those that count or judge them.</summary>
    int Order { get; }

    /// <summary>Whether it looks at such writes at all. Asked on every write, so it should be cheap.</summary>
    bool Handles(AdmissionRequest request);

    /// <summary>The object as it may go on; on a deletion <paramref name="value"/> is the object that is to go.</summary>
    /// <exception cref="StatusException">The write is refused.</exception>
    ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value) => ValueTask.FromResult(value);

    /// <summary>Looks at the object as it would be stored.</summary>
    /// <exception cref="StatusException">The write is refused.</exception>
    ValueTask ValidateAsync(AdmissionRequest request, KubeObject value) => ValueTask.CompletedTask;
}
