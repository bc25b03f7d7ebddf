namespace Orleans.Kube.Client;

/// <summary>The channels of exec and attach.</summary>
public static class RemoteChannel
{
    public const byte Input = 0;
    public const byte Output = 1;
    public const byte Error = 2;

    /// <summary>Carries one Status as JSON: how the command ended.</summary>
    public const byte Status = 3;

    /// <summary>Carries <c>{"Width":…,"Height":…}</c> of the terminal.</summary>
    public const byte Resize = 4;
}
