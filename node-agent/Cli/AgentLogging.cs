namespace Orleans.Kube.NodeAgent.Cli;

/// <summary>How the executable writes its log: a line an entry, with the time in UTC.</summary>
internal static class AgentLogging
{
    public static ILoggingBuilder AddAgentConsole(this ILoggingBuilder logging) => logging
        .ClearProviders()
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        // A tunnel that breaks while it is written to is an error to Kestrel; here it is how an API server goes away.
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
}
