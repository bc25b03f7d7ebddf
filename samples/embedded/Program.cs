using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Client;
using Orleans.Kube.Samples.Embedded;
using Orleans.Kube.Silo.Hosting;

// A program with a control plane inside. Arguments: the folder of its data and its port.
var data = Path.GetFullPath(args.ElementAtOrDefault(0) ?? "data");
var port = args.Length > 1 ? int.Parse(args[1]) : 6443;

var builder = Host.CreateApplicationBuilder();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.AddKubeControlPlane(new KubeControlPlaneOptions { DataDirectory = data, Port = port, Bind = IPAddress.Loopback });
builder.Services.AddKubeClient(() => KubeConfigLoader.FromFile(Path.Combine(data, "admin.kubeconfig")));
builder.Services.AddHostedService<WebsiteController>();
await builder.Build().RunAsync();
