"""ResNet-152 (He et al. 2015, table 1) as a PyTorch module, built on the meta device and counted there."""

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

STAGES = ((64, 3, 1), (128, 8, 2), (256, 36, 2), (512, 3, 2))


class Bottleneck(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.path = nn.Sequential(
            *convolution(channels, width, 1), nn.ReLU(),
            *convolution(width, width, 3, stride), nn.ReLU(),
            *convolution(width, 4 * width, 1),
        )  # fmt: skip
        same = stride == 1 and channels == 4 * width
        self.shortcut = nn.Identity() if same else nn.Sequential(*convolution(channels, 4 * width, 1, stride))

    def forward(self, x):
        return torch.relu(self.path(x) + self.shortcut(x))


def convolution(channels, filters, kernel, stride=1):
    return nn.Conv2d(channels, filters, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(filters)


def resnet152():
    layers, channels = [*convolution(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
    for width, blocks, stride in STAGES:
        for at in range(blocks):
            layers.append(Bottleneck(channels, width, stride if at == 0 else 1))
            channels = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))


def count():
    """Parameters and multiply-accumulates."""
    with torch.device("meta"):
        net = resnet152().eval()
        x = torch.empty(1, 3, 224, 224)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        net(x)
    return sum(p.numel() for p in net.parameters()), counter.get_total_flops() // 2
