namespace Orleans.Kube.NodeAgent.Routes;

/// <summary>The way to the pods of another machine.</summary>
/// <param name="PodCidr">The addresses of its pods.</param>
/// <param name="Machine">Its own address.</param>
public sealed record PodRoute(string PodCidr, string Machine)
{
    /// <summary>The address of the machine's end of the overlay: the first of its pods' range, which no pod has.</summary>
    public string Gateway => PodCidr[..PodCidr.IndexOf('/')];

    /// <summary>The hardware address of the machine's end of the overlay, which follows from its own address, so that nobody need be asked for it.</summary>
    public string HardwareAddress => HardwareAddressOf(Machine);

    public static string HardwareAddressOf(string machine) =>
        "0a:58:" + string.Join(':', System.Net.IPAddress.Parse(machine).GetAddressBytes().Select(static b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
}
