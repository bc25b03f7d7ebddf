using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Finds the number behind a port that may be a name.</summary>
public static class Ports
{
    private const int Largest = 65535;

    /// <summary>The number, or null where the container has no port of that name, or it is no port's.</summary>
    public static int? Resolve(IntOrString port, Container container) =>
        Number(port, container) is { } number and > 0 and <= Largest ? number : null;

    /// <summary>Why there is no number, in kubelet's words.</summary>
    public static string Problem(IntOrString port, Container container) =>
        Number(port, container) is { } number ? $"invalid port number: {number}" : $"strconv.Atoi: parsing \"{port.Text}\": invalid syntax";

    private static int? Number(IntOrString port, Container container) =>
        port.IsString && port.Number == 0 ? container.Ports.FirstOrDefault(p => p.Name == port.Text)?.ContainerPortValue : port.Number;
}
