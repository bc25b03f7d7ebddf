using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>The admission plugins in their order.</summary>
public sealed class AdmissionChain(IEnumerable<IAdmissionPlugin> plugins)
{
    private readonly IAdmissionPlugin[] _plugins = [.. plugins.OrderBy(static p => p.Order)];

    /// <inheritdoc cref="IAdmissionPlugin.AdmitAsync"/>
    public async ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        foreach (var plugin in _plugins)
            if (plugin.Handles(request)) value = await plugin.AdmitAsync(request, value);
        return value;
    }

    /// <inheritdoc cref="IAdmissionPlugin.ValidateAsync"/>
    public async ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        foreach (var plugin in _plugins)
            if (plugin.Handles(request)) await plugin.ValidateAsync(request, value);
    }
}
