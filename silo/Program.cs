using System.CommandLine;
using Orleans.Kube.Silo.Commands;

var root = new RootCommand("The control plane of Orleans.Kube.") { RunCommand.Create(), KubeconfigCommand.Create(), NodeKubeconfigCommand.Create() };
return await root.Parse(args).InvokeAsync();
