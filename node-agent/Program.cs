using Orleans.Kube.NodeAgent.Cli;

return await CommandLine.Create().Parse(args).InvokeAsync();
