namespace Orleans.Kube.NodeAgent.Cli;

/// <summary>How the executable writes its log: a line an entry, with the time in UTC.</summary>
internal static class AgentLogging
{
    public static ILoggingBuilder AddAgentConsole(this ILoggingBuilder logging) => logging
        .ClearProviders()
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
}
