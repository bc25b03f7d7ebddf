using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Finds the number behind a port that may be a name.</summary>
public static class Ports
{
    /// <summary>The number, or null where the container has no port of that name.</summary>
    public static int? Resolve(IntOrString port, Container container) =>
        port.IsString && port.Number == 0 ? container.Ports.FirstOrDefault(p => p.Name == port.Text)?.ContainerPortValue : port.Number;
}
